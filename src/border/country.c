/* Country codes of border files. */
#include "border/making.h"

#include "base/str.h"
#include "bordermap/gazetteer.h"

#include <string.h>

/* Three-letter codes that map makers use in place of ISO 3166-1 (Natural Earth's adm0_a3, FIPS-like ones),
 * and the code this program writes. */
static const char map_codes[][2][4] = {
    {"ALD", "ALA"}, {"KOS", "XKX"}, {"XKO", "XKX"}, {"XKS", "XKX"}, {"PSX", "PSE"}, {"GAZ", "PSE"},
    {"WEB", "PSE"}, {"ROM", "ROU"}, {"SAH", "ESH"}, {"SDS", "SSD"}, {"TMP", "TLS"}, {"ZAR", "COD"},
};

/* States of the past, and names that data on states through time use (CShapes; Gleditsch and Ward 1999,
 * doi:10.1080/03050629908434958) and lists of today's countries do not. Codes: ISO 3166-1, else ISO 3166-3;
 * RVN is the state list's own. */
static const struct {
    const char *name, *code;
} state_names[] = {
    {"German Democratic Republic", "DDR"},
    {"German Federal Republic", "DEU"},
    {"Germany/Prussia", "DEU"},
    {"Yemen, People's Republic of", "YMD"},
    {"Yemen People's Republic", "YMD"},
    {"Czechoslovakia", "CSK"},
    {"Yugoslavia", "YUG"},
    {"Soviet Union", "RUS"},
    {"Vietnam, Democratic Republic of", "VNM"},
    {"Vietnam, Republic of", "RVN"},
    {"Korea, People's Republic of", "PRK"},
    {"Korea, Republic of", "KOR"},
    {"Kyrgyz Republic", "KGZ"},
    {"Italy/Sardinia", "ITA"},
    {"Rumania", "ROU"},
    {"Surinam", "SUR"},
    {"Bosnia-Herzegovina", "BIH"},
};

static bool state_from_name(bm_str text, char out[4])
{
    for (size_t i = 0; i < sizeof state_names / sizeof *state_names; i++)
        if (bm_str_ieq(text, bm_str_z(state_names[i].name))) {
            memcpy(out, state_names[i].code, 4);
            return true;
        }
    return bm_country_from_text(text, false, out);
}

/* "Russia (Soviet Union)" without what is in brackets. */
static bm_str without_brackets(bm_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.p[i] == '(') return bm_str_trim(bm_str_of(text.p, i));
    return text;
}

bool bm_country_a3(bm_str text, char out[4])
{
    char code[4] = "";

    out[0] = 0;
    text = bm_str_trim(text);
    if (text.len == 3) {
        for (int i = 0; i < 3; i++) {
            char c = text.p[i];
            code[i] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
        }
        for (size_t i = 0; i < sizeof map_codes / sizeof *map_codes; i++)
            if (memcmp(code, map_codes[i][0], 4) == 0) {
                memcpy(out, map_codes[i][1], 4);
                return true;
            }
    }
    if (text.len == 0) return false;
    if (state_from_name(text, out) || state_from_name(without_brackets(text), out)) return true;
    for (int i = 0; i < 3; i++)
        if (text.len != 3 || code[i] < 'A' || code[i] > 'Z') return false;
    memcpy(out, code, 4); /* a territory that ISO does not list (CYN, SOL): its own code */
    return true;
}
