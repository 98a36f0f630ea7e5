/* How like the name asked for others sound: many names share their sounds, and are compared once. */
#include "gazetteer/locator.h"

#include <string.h>

void gz_likeness_begin(bm_locator *locator)
{
    locator->query.is_wanted = false;
    if (++locator->like_round > 0) return;
    memset(locator->like, 0, sizeof locator->like);
    locator->like_round = 1;
}

double gz_likeness_to(bm_locator *locator, const bm_phones *phones, double least)
{
    struct gz_query *query = &locator->query;

    if (!query->is_wanted) {
        bm_phones_want(&query->keys.phones, &query->wanted);
        query->is_wanted = true;
    }
    return bm_phones_likeness_to(&query->wanted, phones, least);
}

double gz_likeness_of(bm_locator *locator, uint32_t gazetteer_at, uint32_t sounds, double least)
{
    uint32_t at = (sounds * 2654435769u >> 16 ^ gazetteer_at) & (GZ_KNOWN_LIKE - 1);
    struct gz_known_like *known = &locator->like[at];
    bm_phones phones;

    if (known->round == locator->like_round && known->sounds == sounds && known->gazetteer_at == gazetteer_at)
        return known->likeness;
    gz_sounds(locator->gazetteers[gazetteer_at], sounds, &phones);
    *known = (struct gz_known_like){locator->like_round, gazetteer_at, sounds,
                                    gz_likeness_to(locator, &phones, least)};
    return known->likeness;
}
