#include "text/generic.h"

#include "base/str.h"

#include <string.h>

struct generic {
    const char *word; /* at L1 */
    unsigned votes;
    bool of_name; /* part of names: no vote */
};

/* Words met in GeoNames names and in incident tables of the region, as folded at L1, and their common
 * spellings; in the order of their bytes. */
static const struct generic generics[] = {
    {"agency", BM_VOTE_ADM2, false},
    {"airport", BM_VOTE_SITE, false},
    {"alaqadari", BM_VOTE_ADM2, false},
    {"alaqahdari", BM_VOTE_ADM2, false},
    {"and", 0, true},
    {"area", BM_VOTE_AREA, false},
    {"areas", BM_VOTE_AREA, false},
    {"bandar", BM_VOTE_TOWN, true},
    {"bandare", BM_VOTE_TOWN, true},
    {"base", BM_VOTE_SITE, false},
    {"basti", BM_VOTE_TOWN, true},
    {"bazaar", BM_VOTE_SITE, true},
    {"bazar", BM_VOTE_SITE, true},
    {"bender", BM_VOTE_TOWN, true},
    {"camp", BM_VOTE_SITE, false},
    {"chak", BM_VOTE_TOWN, true},
    {"checkpoint", BM_VOTE_SITE, false},
    {"city", BM_VOTE_TOWN, false},
    {"county", BM_VOTE_ADM2, false},
    {"dam", BM_VOTE_WATER, false},
    {"dara", BM_VOTE_VALLEY, true},
    {"darra", BM_VOTE_VALLEY, true},
    {"darreh", BM_VOTE_VALLEY, true},
    {"de", 0, true},
    {"deh", BM_VOTE_TOWN, true},
    {"dehe", BM_VOTE_TOWN, true},
    {"dehestan", BM_VOTE_ADM3, false},
    {"departamento", BM_VOTE_ADM1, false},
    {"departement", BM_VOTE_ADM1, false},
    {"department", BM_VOTE_ADM1, false},
    {"desert", BM_VOTE_VALLEY, false},
    {"dhok", BM_VOTE_TOWN, true},
    {"dist", BM_VOTE_ADM2, false},
    {"distrcit", BM_VOTE_ADM2, false},
    {"district", BM_VOTE_ADM2, false},
    {"distt", BM_VOTE_ADM2, false},
    {"du", 0, true},
    {"field", BM_VOTE_SITE, false},
    {"forest", BM_VOTE_VALLEY, false},
    {"fr", BM_VOTE_ADM2, false},
    {"frontier", BM_VOTE_AREA, true},
    {"ghar", BM_VOTE_MOUNTAIN, true},
    {"goth", BM_VOTE_TOWN, true},
    {"governorate", BM_VOTE_ADM1, false},
    {"hamlet", BM_VOTE_TOWN, false},
    {"highway", BM_VOTE_ROAD, false},
    {"hills", BM_VOTE_MOUNTAIN, false},
    {"hospital", BM_VOTE_SITE, false},
    {"island", BM_VOTE_MOUNTAIN, false},
    {"kala", BM_VOTE_TOWN, true},
    {"kalai", BM_VOTE_TOWN, true},
    {"kalay", BM_VOTE_TOWN, true},
    {"kaley", BM_VOTE_TOWN, true},
    {"kali", BM_VOTE_TOWN, true},
    {"kaly", BM_VOTE_TOWN, true},
    {"kelay", BM_VOTE_TOWN, true},
    {"killa", BM_VOTE_TOWN, true},
    {"killi", BM_VOTE_TOWN, true},
    {"koh", BM_VOTE_MOUNTAIN, true},
    {"kuh", BM_VOTE_MOUNTAIN, true},
    {"kuhe", BM_VOTE_MOUNTAIN, true},
    {"lake", BM_VOTE_WATER, false},
    {"locality", BM_VOTE_AREA, false},
    {"market", BM_VOTE_SITE, false},
    {"mausoleum", BM_VOTE_SITE, false},
    {"mine", BM_VOTE_SITE, false},
    {"mosque", BM_VOTE_SITE, false},
    {"mount", BM_VOTE_MOUNTAIN, true},
    {"mountain", BM_VOTE_MOUNTAIN, false},
    {"mountains", BM_VOTE_MOUNTAIN, false},
    {"mouza", BM_VOTE_TOWN, true},
    {"muhafazat", BM_VOTE_ADM1, false},
    {"municipality", BM_VOTE_ADM3, false},
    {"near", 0, true},
    {"neighborhood", BM_VOTE_AREA, false},
    {"neighbourhood", BM_VOTE_AREA, false},
    {"oblast", BM_VOTE_ADM1, false},
    {"of", 0, true},
    {"ostan", BM_VOTE_ADM1, false},
    {"ostane", BM_VOTE_ADM1, false},
    {"pass", BM_VOTE_MOUNTAIN, false},
    {"prefecture", BM_VOTE_ADM2, false},
    {"prov", BM_VOTE_ADM1, false},
    {"province", BM_VOTE_ADM1, false},
    {"provincia", BM_VOTE_ADM1, false},
    {"qala", BM_VOTE_TOWN, true},
    {"qalah", BM_VOTE_TOWN, true},
    {"qaleh", BM_VOTE_TOWN, true},
    {"qalʽeh", BM_VOTE_TOWN, true},
    {"qarya", BM_VOTE_TOWN, true},
    {"qaryah", BM_VOTE_TOWN, true},
    {"qaryeh", BM_VOTE_TOWN, true},
    {"qila", BM_VOTE_TOWN, true},
    {"region", BM_VOTE_ADM1, false},
    {"river", BM_VOTE_WATER, false},
    {"road", BM_VOTE_ROAD, false},
    {"rod", BM_VOTE_WATER, true},
    {"rud", BM_VOTE_WATER, true},
    {"sea", BM_VOTE_WATER, false},
    {"sector", BM_VOTE_AREA, false},
    {"settlement", BM_VOTE_TOWN, false},
    {"shahr", BM_VOTE_TOWN, true},
    {"shahrak", BM_VOTE_TOWN, true},
    {"shahrake", BM_VOTE_TOWN, true},
    {"shahre", BM_VOTE_TOWN, true},
    {"shahrestan", BM_VOTE_ADM2, false},
    {"shahrestane", BM_VOTE_ADM2, false},
    {"shrine", BM_VOTE_SITE, false},
    {"state", BM_VOTE_ADM1, false},
    {"station", BM_VOTE_SITE, false},
    {"sub", BM_VOTE_ADM3, true},
    {"subdistrict", BM_VOTE_ADM3, false},
    {"subdivision", BM_VOTE_ADM3, false},
    {"tahsil", BM_VOTE_ADM3, false},
    {"taluk", BM_VOTE_ADM3, false},
    {"taluka", BM_VOTE_ADM3, false},
    {"tehsil", BM_VOTE_ADM3, false},
    {"territory", BM_VOTE_AREA, false},
    {"the", 0, true},
    {"town", BM_VOTE_TOWN, false},
    {"tribal", 0, false},
    {"uluswali", BM_VOTE_ADM2, false},
    {"uluswaly", BM_VOTE_ADM2, false},
    {"university", BM_VOTE_SITE, false},
    {"va", 0, true},
    {"valley", BM_VOTE_VALLEY, false},
    {"velayat", BM_VOTE_ADM1, false},
    {"velayate", BM_VOTE_ADM1, false},
    {"vilayat", BM_VOTE_ADM1, false},
    {"village", BM_VOTE_TOWN, false},
    {"villages", BM_VOTE_TOWN, false},
    {"ville", BM_VOTE_TOWN, true},
    {"viloyat", BM_VOTE_ADM1, false},
    {"viloyati", BM_VOTE_ADM1, false},
    {"vulusvali", BM_VOTE_ADM2, false},
    {"vulusvaliyi", BM_VOTE_ADM2, false},
    {"welayat", BM_VOTE_ADM1, false},
    {"wilayat", BM_VOTE_ADM1, false},
    {"woloswali", BM_VOTE_ADM2, false},
    {"woluswaley", BM_VOTE_ADM2, false},
    {"woluswali", BM_VOTE_ADM2, false},
    {"wuleswali", BM_VOTE_ADM2, false},
    {"wuluswali", BM_VOTE_ADM2, false},
    {"zila", BM_VOTE_ADM2, false},
    {"zilla", BM_VOTE_ADM2, false},
    {"zone", BM_VOTE_AREA, false},
    {"استان", BM_VOTE_ADM1, false},
    {"ایجنسی", BM_VOTE_ADM2, false},
    {"بخش", BM_VOTE_ADM3, false},
    {"بندر", BM_VOTE_TOWN, true},
    {"تحصیل", BM_VOTE_ADM3, false},
    {"تعلقه", BM_VOTE_ADM3, false},
    {"دره", BM_VOTE_VALLEY, true},
    {"ده", BM_VOTE_TOWN, true},
    {"دهستان", BM_VOTE_ADM3, false},
    {"رود", BM_VOTE_WATER, true},
    {"روستا", BM_VOTE_TOWN, false},
    {"روستای", BM_VOTE_TOWN, false},
    {"شار", BM_VOTE_TOWN, true},
    {"شهر", BM_VOTE_TOWN, true},
    {"شهرستان", BM_VOTE_ADM2, false},
    {"صوبه", BM_VOTE_ADM1, false},
    {"ضلع", BM_VOTE_ADM2, false},
    {"علاقه", BM_VOTE_AREA, false},
    {"علاقهداری", BM_VOTE_ADM2, false},
    {"قریه", BM_VOTE_TOWN, true},
    {"قضا", BM_VOTE_ADM2, false},
    {"قضاء", BM_VOTE_ADM2, false},
    {"قلعه", BM_VOTE_TOWN, true},
    {"محافظه", BM_VOTE_ADM1, false},
    {"مدینه", BM_VOTE_TOWN, true},
    {"منطقه", BM_VOTE_AREA, false},
    {"و", 0, true},
    {"وادی", BM_VOTE_VALLEY, false},
    {"ولایت", BM_VOTE_ADM1, false},
    {"ولسوالی", BM_VOTE_ADM2, false},
    {"کلای", BM_VOTE_TOWN, true},
    {"کلی", BM_VOTE_TOWN, true},
    {"کوه", BM_VOTE_MOUNTAIN, true},
    {"گاوں", BM_VOTE_TOWN, false},
    {"گوته", BM_VOTE_TOWN, true},
};

static const struct generic *generic_of(bm_str word)
{
    size_t low = 0, high = sizeof generics / sizeof *generics;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = bm_str_cmp(bm_str_z(generics[middle].word), word);
        if (order == 0) return &generics[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
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
