#include "pipeline/each.h"
#include "base/each.h"

struct items {
    struct bm_crew *crew;
    bm_crew_fn work;
    void *user;
};

static bm_status work_on(bm_ctx *ctx, void *user, unsigned hand, size_t item)
{
    struct items *items = user;
    return items->work(ctx, items->user, &items->crew->workers[hand], item);
}

bm_status bm_crew_each(bm_ctx *ctx, struct bm_crew *crew, size_t n, bm_crew_fn work, void *user)
{
    struct items items = {crew, work, user};
    return bm_each(ctx, crew->n, n, work_on, &items);
}
