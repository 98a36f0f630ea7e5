#include "gazetteer/country.h"

#include "base/str.h"
#include "bordermap/gazetteer.h"
#include "text/fold.h"

#include <string.h>

struct country {
    char iso3[4], iso2[3];
    const char *fips; /* one or more FIPS 10-4 codes, separated by spaces */
    const char *name;
};
struct country_key {
    const char *key; /* at L1, without spaces; sorted */
    int country;
};
#include "country_table.inc" /* countries, country_keys */

#define N_COUNTRIES (sizeof countries / sizeof *countries)

static bool answer(const struct country *country, char iso3[4])
{
    memcpy(iso3, country->iso3, 4);
    return true;
}

bool bm_country_from_code(bm_str code, char iso3[4])
{
    iso3[0] = 0;
    if (code.len != 2 && code.len != 3) return false;
    for (size_t i = 0; i < N_COUNTRIES; i++) {
        if (bm_str_ieq(code, bm_str_z(code.len == 2 ? countries[i].iso2 : countries[i].iso3)))
            return answer(&countries[i], iso3);
    }
    if (bm_str_ieq(code, BM_LIT("XKO")) || bm_str_ieq(code, BM_LIT("KOS")) || bm_str_ieq(code, BM_LIT("XKS")))
        return bm_country_from_code(BM_LIT("XKX"), iso3);
    return false;
}

static bool from_fips(bm_str code, char iso3[4])
{
    for (size_t i = 0; code.len == 2 && i < N_COUNTRIES; i++) {
        for (const char *fips = countries[i].fips; *fips; fips += fips[2] ? 3 : 2) {
            if (bm_str_ieq(code, bm_str_of(fips, 2))) return answer(&countries[i], iso3);
        }
    }
    return false;
}

bool bm_country_from_name(bm_str name, char iso3[4])
{
    bm_tokens tokens;
    char key[BM_FOLD_MAX];
    size_t len, low = 0, high = sizeof country_keys / sizeof *country_keys;

    iso3[0] = 0;
    bm_tokenize(name, &tokens);
    len = bm_tokens_key(&tokens, key);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = bm_str_cmp(bm_str_z(country_keys[middle].key), bm_str_of(key, len));
        if (order == 0) return answer(&countries[country_keys[middle].country], iso3);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool bm_country_from_text(bm_str text, bool fips, char iso3[4])
{
    text = bm_str_trim(text);
    iso3[0] = 0;
    if (text.len == 0) return false;
    if (fips && from_fips(text, iso3)) return true;
    if (bm_country_from_code(text, iso3)) return true;
    return bm_country_from_name(text, iso3);
}

const char *bm_country_name(const char *iso3)
{
    for (size_t i = 0; i < N_COUNTRIES; i++)
        if (strcmp(countries[i].iso3, iso3) == 0) return countries[i].name;
    return NULL;
}
