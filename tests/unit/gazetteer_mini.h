/* The small gazetteer of tests/data/gazetteer, open for a whole test program, and asking it. */
#ifndef GAZETTEER_MINI_H
#define GAZETTEER_MINI_H

#include "gazetteer_help.h"

static bm_gazetteer *gazetteer;

static inline int mini_tear_down(void **state)
{
    (void)state;
    bm_gazetteer_close(gazetteer);
    help_end();
    return 0;
}

static inline bm_locator *open_locator(const bm_aliases *aliases)
{
    const bm_gazetteer *gazetteers[] = {gazetteer};
    const bm_aliases *list[] = {aliases};
    bm_locate_options options = {
        .gazetteers = gazetteers, .n_gazetteers = 1, .aliases = list, .n_aliases = aliases != NULL};
    bm_locator *locator;

    assert_int_equal(bm_locator_create(ctx, &options, &locator), BM_OK);
    return locator;
}

static inline bm_place locate(bm_locator *locator, const bm_incident *row)
{
    bm_place place;

    issues.n = 0;
    assert_int_equal(bm_locate(ctx, locator, row, arena, &issues, &place), BM_OK);
    return place;
}

#endif
