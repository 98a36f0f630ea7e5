#include "text/generic.h"

#include "base/str.h"

#include <string.h>

struct generic {
    const char *word; /* at L1 */
    unsigned votes;
    bool of_name; /* part of names: no vote */
};

/* Words met in GeoNames names and in incident tables of the region, as folded at L1, and their common
 * spellings. */
static const struct generic generics[] = {
    {"province", BM_VOTE_ADM1, false},
    {"prov", BM_VOTE_ADM1, false},
    {"ostan", BM_VOTE_ADM1, false},
    {"ostane", BM_VOTE_ADM1, false},
    {"velayat", BM_VOTE_ADM1, false},
    {"welayat", BM_VOTE_ADM1, false},
    {"wilayat", BM_VOTE_ADM1, false},
    {"vilayat", BM_VOTE_ADM1, false},
    {"velayate", BM_VOTE_ADM1, false},
    {"state", BM_VOTE_ADM1, false},
    {"governorate", BM_VOTE_ADM1, false},
    {"muhafazat", BM_VOTE_ADM1, false},
    {"oblast", BM_VOTE_ADM1, false},
    {"viloyat", BM_VOTE_ADM1, false},
    {"viloyati", BM_VOTE_ADM1, false},
    {"استان", BM_VOTE_ADM1, false},
    {"ولایت", BM_VOTE_ADM1, false},
    {"محافظه", BM_VOTE_ADM1, false},
    {"صوبه", BM_VOTE_ADM1, false},
    {"department", BM_VOTE_ADM1, false},
    {"departement", BM_VOTE_ADM1, false},
    {"departamento", BM_VOTE_ADM1, false},
    {"provincia", BM_VOTE_ADM1, false},
    {"region", BM_VOTE_ADM1, false},
    {"district", BM_VOTE_ADM2, false},
    {"distrcit", BM_VOTE_ADM2, false},
    {"dist", BM_VOTE_ADM2, false},
    {"distt", BM_VOTE_ADM2, false},
    {"shahrestan", BM_VOTE_ADM2, false},
    {"shahrestane", BM_VOTE_ADM2, false},
    {"zila", BM_VOTE_ADM2, false},
    {"zilla", BM_VOTE_ADM2, false},
    {"agency", BM_VOTE_ADM2, false},
    {"county", BM_VOTE_ADM2, false},
    {"woluswali", BM_VOTE_ADM2, false},
    {"wuleswali", BM_VOTE_ADM2, false},
    {"uluswali", BM_VOTE_ADM2, false},
    {"woluswaley", BM_VOTE_ADM2, false},
    {"prefecture", BM_VOTE_ADM2, false},
    {"شهرستان", BM_VOTE_ADM2, false},
    {"ضلع", BM_VOTE_ADM2, false},
    {"ولسوالی", BM_VOTE_ADM2, false},
    {"ایجنسی", BM_VOTE_ADM2, false},
    {"قضاء", BM_VOTE_ADM2, false},
    {"قضا", BM_VOTE_ADM2, false},
    {"tehsil", BM_VOTE_ADM3, false},
    {"tahsil", BM_VOTE_ADM3, false},
    {"taluka", BM_VOTE_ADM3, false},
    {"taluk", BM_VOTE_ADM3, false},

    {"dehestan", BM_VOTE_ADM3, false},
    {"subdistrict", BM_VOTE_ADM3, false},
    {"subdivision", BM_VOTE_ADM3, false},
    {"sub", BM_VOTE_ADM3, true},
    {"municipality", BM_VOTE_ADM3, false},
    {"تحصیل", BM_VOTE_ADM3, false},
    {"بخش", BM_VOTE_ADM3, false},
    {"دهستان", BM_VOTE_ADM3, false},
    {"تعلقه", BM_VOTE_ADM3, false},
    {"town", BM_VOTE_TOWN, false},
    {"city", BM_VOTE_TOWN, false},
    {"village", BM_VOTE_TOWN, false},
    {"hamlet", BM_VOTE_TOWN, false},
    {"villages", BM_VOTE_TOWN, false},
    {"settlement", BM_VOTE_TOWN, false},
    {"ville", BM_VOTE_TOWN, true},
    {"شهر", BM_VOTE_TOWN, true},
    {"روستای", BM_VOTE_TOWN, false},
    {"روستا", BM_VOTE_TOWN, false},
    {"مدینه", BM_VOTE_TOWN, true},
    {"قریه", BM_VOTE_TOWN, true},
    {"شار", BM_VOTE_TOWN, true},
    {"گاوں", BM_VOTE_TOWN, false},
    {"shahr", BM_VOTE_TOWN, true},
    {"shahre", BM_VOTE_TOWN, true},
    {"deh", BM_VOTE_TOWN, true},
    {"dehe", BM_VOTE_TOWN, true},
    {"ده", BM_VOTE_TOWN, true},
    {"goth", BM_VOTE_TOWN, true},
    {"گوته", BM_VOTE_TOWN, true},
    {"kalay", BM_VOTE_TOWN, true},
    {"kalai", BM_VOTE_TOWN, true},
    {"kali", BM_VOTE_TOWN, true},
    {"kelay", BM_VOTE_TOWN, true},
    {"kaley", BM_VOTE_TOWN, true},
    {"killi", BM_VOTE_TOWN, true},
    {"کلی", BM_VOTE_TOWN, true},
    {"کلای", BM_VOTE_TOWN, true},
    {"qala", BM_VOTE_TOWN, true},
    {"qalah", BM_VOTE_TOWN, true},
    {"qaleh", BM_VOTE_TOWN, true},
    {"qalʽeh", BM_VOTE_TOWN, true},
    {"kala", BM_VOTE_TOWN, true},
    {"killa", BM_VOTE_TOWN, true},
    {"qila", BM_VOTE_TOWN, true},
    {"قلعه", BM_VOTE_TOWN, true},
    {"bandar", BM_VOTE_TOWN, true},
    {"bandare", BM_VOTE_TOWN, true},
    {"بندر", BM_VOTE_TOWN, true},
    {"chak", BM_VOTE_TOWN, true},
    {"dhok", BM_VOTE_TOWN, true},
    {"basti", BM_VOTE_TOWN, true},
    {"mouza", BM_VOTE_TOWN, true},
    {"valley", BM_VOTE_VALLEY, false},
    {"darra", BM_VOTE_VALLEY, true},
    {"darreh", BM_VOTE_VALLEY, true},
    {"dara", BM_VOTE_VALLEY, true},
    {"دره", BM_VOTE_VALLEY, true},
    {"وادی", BM_VOTE_VALLEY, false},
    {"desert", BM_VOTE_VALLEY, false},
    {"pass", BM_VOTE_MOUNTAIN, false},
    {"forest", BM_VOTE_VALLEY, false},
    {"island", BM_VOTE_MOUNTAIN, false},
    {"kuh", BM_VOTE_MOUNTAIN, true},
    {"koh", BM_VOTE_MOUNTAIN, true},
    {"kuhe", BM_VOTE_MOUNTAIN, true},
    {"کوه", BM_VOTE_MOUNTAIN, true},
    {"mount", BM_VOTE_MOUNTAIN, true},
    {"mountain", BM_VOTE_MOUNTAIN, false},
    {"mountains", BM_VOTE_MOUNTAIN, false},
    {"hills", BM_VOTE_MOUNTAIN, false},
    {"ghar", BM_VOTE_MOUNTAIN, true},
    {"river", BM_VOTE_WATER, false},
    {"lake", BM_VOTE_WATER, false},
    {"dam", BM_VOTE_WATER, false},
    {"rud", BM_VOTE_WATER, true},
    {"rod", BM_VOTE_WATER, true},
    {"رود", BM_VOTE_WATER, true},
    {"sea", BM_VOTE_WATER, false},
    {"mosque", BM_VOTE_SITE, false},
    {"camp", BM_VOTE_SITE, false},
    {"airport", BM_VOTE_SITE, false},
    {"mine", BM_VOTE_SITE, false},
    {"field", BM_VOTE_SITE, false},
    {"base", BM_VOTE_SITE, false},
    {"hospital", BM_VOTE_SITE, false},
    {"university", BM_VOTE_SITE, false},
    {"checkpoint", BM_VOTE_SITE, false},
    {"market", BM_VOTE_SITE, false},
    {"bazaar", BM_VOTE_SITE, true},
    {"bazar", BM_VOTE_SITE, true},
    {"station", BM_VOTE_SITE, false},
    {"shrine", BM_VOTE_SITE, false},
    {"mausoleum", BM_VOTE_SITE, false},
    {"area", BM_VOTE_AREA, false},
    {"areas", BM_VOTE_AREA, false},
    {"sector", BM_VOTE_AREA, false},
    {"locality", BM_VOTE_AREA, false},
    {"neighbourhood", BM_VOTE_AREA, false},
    {"neighborhood", BM_VOTE_AREA, false},
    {"zone", BM_VOTE_AREA, false},
    {"territory", BM_VOTE_AREA, false},
    {"frontier", BM_VOTE_AREA, true},
    {"منطقه", BM_VOTE_AREA, false},
    {"علاقه", BM_VOTE_AREA, false},
    {"road", BM_VOTE_ROAD, false},
    {"highway", BM_VOTE_ROAD, false},
    {"of", 0, true},
    {"the", 0, true},
    {"de", 0, true},
    {"du", 0, true},
    {"و", 0, true},
    {"and", 0, true},
    {"va", 0, true},
    {"near", 0, true},
};

static const struct generic *generic_of(bm_str word)
{
    if (word.len < 2) return NULL;
    for (size_t i = 0; i < sizeof generics / sizeof *generics; i++) {
        const char *wanted = generics[i].word;
        if (wanted[0] != word.p[0] || wanted[1] != word.p[1]) continue;
        if (strncmp(wanted, word.p, word.len) == 0 && wanted[word.len] == 0) return &generics[i];
    }
    return NULL;
}

unsigned bm_generic_vote(bm_str word)
{
    const struct generic *generic = generic_of(word);

    return generic ? generic->votes : 0;
}

unsigned bm_tokens_drop_generic(bm_tokens *tokens, bool *parts_dropped)
{
    const struct generic *generic_at[BM_MAX_TOKENS];
    uint32_t n = 0, kept = 0;
    unsigned votes = 0;

    *parts_dropped = false;

    for (uint32_t i = 0; i < tokens->n; i++) {
        generic_at[i] = generic_of(tokens->word[i]);
        kept += !generic_at[i];
    }
    for (uint32_t i = 0; i < tokens->n; i++) {
        bool last_hope = kept == 0 && n == 0 && generic_at[i] && generic_at[i]->of_name;
        if (generic_at[i] && !last_hope) {
            if (!generic_at[i]->of_name)
                votes |= generic_at[i]->votes;
            else
                *parts_dropped = true;
        } else {
            tokens->word[n++] = tokens->word[i];
        }
    }
    if (n > 0) tokens->n = n;
    return votes;
}
