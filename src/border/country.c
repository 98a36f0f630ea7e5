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
    if (bm_country_from_text(text, false, out)) return true;
    for (int i = 0; i < 3; i++)
        if (text.len != 3 || code[i] < 'A' || code[i] > 'Z') return false;
    memcpy(out, code, 4); /* a territory that ISO does not list (CYN, SOL): its own code */
    return true;
}
