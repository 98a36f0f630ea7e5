/* Rings that are there twice: by the even-odd rule two of them are no ground at all. */
#include "border/readers.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct twin {
    const struct bm_rings *rings;
    uint64_t sum;         /* of its points' keys, mixed: the same wherever the ring begins */
    uint32_t ring, least; /* least: the point with the least key */
};

static uint64_t mixed(uint64_t key)
{
    key *= 0x9e3779b97f4a7c15u; /* the golden ratio's bits (Knuth 1973, 6.4) */
    return key ^ key >> 29;
}

static struct twin twin_of(const struct bm_rings *rings, uint32_t ring)
{
    struct twin twin = {.rings = rings, .ring = ring};
    const bm_pt *pts = rings->pts + rings->items[ring].first;

    for (uint32_t i = 0; i < rings->items[ring].n; i++) {
        twin.sum += mixed(bm_pt_key(pts[i]));
        if (bm_pt_key(pts[i]) < bm_pt_key(pts[twin.least])) twin.least = i;
    }
    return twin;
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Alike but for where they are in the list. */
static int by_likeness(const struct twin *a, const struct twin *b)
{
    const struct bm_ring *p = &a->rings->items[a->ring], *q = &b->rings->items[b->ring];
    int order = compare(p->country, q->country);

    if (order == 0) order = compare(p->hole, q->hole);
    if (order == 0) order = compare(p->valid_from, q->valid_from);
    if (order == 0) order = compare(p->valid_to, q->valid_to);
    if (order == 0) order = compare(p->n, q->n);
    if (order == 0) order = (a->sum > b->sum) - (a->sum < b->sum);
    return order;
}

static int in_order(const void *left, const void *right)
{
    const struct twin *a = left, *b = right;
    int order = by_likeness(a, b);

    return order ? order : compare(a->ring, b->ring);
}

static bool same_points(const struct twin *a, const struct twin *b)
{
    const struct bm_ring *p = &a->rings->items[a->ring], *q = &b->rings->items[b->ring];
    const bm_pt *pts = a->rings->pts;

    for (uint32_t i = 0; i < p->n; i++)
        if (bm_pt_key(pts[p->first + (a->least + i) % p->n]) !=
            bm_pt_key(pts[q->first + (b->least + i) % q->n]))
            return false;
    return true;
}

/* Marks what is the same as the one before it; returns how many are. */
static size_t mark(const struct twin *twins, size_t n, bool *again)
{
    size_t n_again = 0, first = 0;

    for (size_t i = 1; i < n; i++) {
        if (by_likeness(&twins[first], &twins[i]) != 0 || !same_points(&twins[first], &twins[i])) {
            first = i;
            continue;
        }
        again[twins[i].ring] = true;
        n_again++;
    }
    return n_again;
}

bm_status bm_rings_drop_twins(bm_ctx *ctx, struct bm_rings *rings, struct bm_log *log)
{
    struct twin *twins = NULL;
    bool *again = NULL;
    size_t n_again, kept = 0;
    const char *iso = "";
    bm_status st;

    if ((st = bm_calloc(ctx, rings->n, sizeof *twins, (void **)&twins)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, rings->n, sizeof *again, (void **)&again)) != BM_OK) goto done;
    for (size_t i = 0; i < rings->n; i++) twins[i] = twin_of(rings, (uint32_t)i);
    qsort(twins, rings->n, sizeof *twins, in_order);
    n_again = mark(twins, rings->n, again);
    for (size_t i = 0; i < rings->n; i++) {
        if (!again[i])
            rings->items[kept++] = rings->items[i];
        else if (!iso[0])
            iso = rings->isos[rings->items[i].country];
    }
    rings->n = kept;
    if (n_again > 0)
        st =
            bm_issue_add(ctx, log->issues, BM_WARNING, log->src, 0, 0, BM_LIT("geometry"), bm_str_z(iso),
                         "each ring of a country's ground once; %llu that are there again, the first of this "
                         "country, are left out",
                         (unsigned long long)n_again);
done:
    bm_free(ctx, twins);
    bm_free(ctx, again);
    return st;
}
