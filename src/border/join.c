#include "border/join.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NO_LINK UINT32_MAX

/* A chain, turned so that iso_a is on its left. */
struct link {
    char iso_a[4], iso_b[4];
    int32_t valid_from, valid_to;
    bm_ll start, end;
    uint32_t chain;
    bool reversed;
    uint32_t next; /* the link that goes on from here */
    bool has_before, used;
};

/* A part before sorting: a range of the work points. */
struct raw_part {
    const struct link *head;
    size_t first, n;
    bool closed;
};

struct work {
    struct link *links;
    size_t n_links;
    bm_ll *pts;
    uint8_t *status;
    uint16_t *acc;
    size_t n_pts;
    struct raw_part *parts;
    size_t n_parts;
};

/* A point on the 180th meridian has one name, so that chains from both sides meet. */
static bm_ll node_of(bm_ll p)
{
    if (p.lon_deg == -180) p.lon_deg = 180;
    return (bm_ll){p.lon_deg + 0.0, p.lat_deg + 0.0};
}

static int compare_ll(bm_ll a, bm_ll b)
{
    if (a.lon_deg != b.lon_deg) return a.lon_deg < b.lon_deg ? -1 : 1;
    if (a.lat_deg != b.lat_deg) return a.lat_deg < b.lat_deg ? -1 : 1;
    return 0;
}

static int compare_days(const struct link *a, const struct link *b)
{
    int64_t a_to = a->valid_to == BM_NO_DAY ? INT64_MAX : a->valid_to;
    int64_t b_to = b->valid_to == BM_NO_DAY ? INT64_MAX : b->valid_to;

    if (a->valid_from != b->valid_from) return a->valid_from < b->valid_from ? -1 : 1;
    return a_to < b_to ? -1 : a_to > b_to;
}

static int compare_group(const struct link *a, const struct link *b)
{
    int c = memcmp(a->iso_a, b->iso_a, 4);

    if (c == 0) c = memcmp(a->iso_b, b->iso_b, 4);
    return c ? c : compare_days(a, b);
}

static int by_start(const void *left, const void *right)
{
    const struct link *a = left, *b = right;
    int c = compare_group(a, b);

    if (c == 0) c = compare_ll(a->start, b->start);
    return c ? c : a->chain < b->chain ? -1 : a->chain > b->chain;
}

static int by_part_start(const void *left, const void *right)
{
    const struct raw_part *a = left, *b = right;
    int c = memcmp(a->head->iso_a, b->head->iso_a, 4);

    if (c == 0) c = memcmp(a->head->iso_b, b->head->iso_b, 4);
    if (c == 0) c = compare_days(a->head, b->head);
    if (c == 0) c = compare_ll(a->head->start, b->head->start);
    return c ? c : a->first < b->first ? -1 : a->first > b->first;
}

/* A name of up to three characters, the rest of the four bytes zero. */
static void copy_iso(char out[4], const char iso[4])
{
    memset(out, 0, 4);
    for (int i = 0; i < 3 && iso[i]; i++) out[i] = iso[i];
}

static bm_status make_links(bm_ctx *ctx, const struct bm_border_model *model, struct work *work)
{
    void *block;
    bm_status st;

    if ((st = bm_calloc(ctx, model->n_chains, sizeof *work->links, &block)) != BM_OK) return st;
    work->links = block;
    for (size_t i = 0; i < model->n_chains; i++) {
        const struct bm_chain *chain = &model->chains[i];
        struct link *link = &work->links[work->n_links];
        char left[4], right[4];
        bm_ll first, last;
        int c;

        copy_iso(left, chain->left);
        copy_iso(right, chain->right);
        c = memcmp(left, right, 4);
        if (chain->status == BM_BORDER_MARITIME || chain->n < 2 || !left[0] || !right[0] || c == 0) continue;
        first = node_of(model->pts[chain->first]);
        last = node_of(model->pts[chain->first + chain->n - 1]);
        link->reversed = c > 0;
        memcpy(link->iso_a, c < 0 ? left : right, 4);
        memcpy(link->iso_b, c < 0 ? right : left, 4);
        link->valid_from = chain->valid_from;
        link->valid_to = chain->valid_to;
        link->start = link->reversed ? last : first;
        link->end = link->reversed ? first : last;
        link->chain = (uint32_t)i;
        link->next = NO_LINK;
        work->n_links++;
        work->n_pts += chain->n;
    }
    if (work->n_links > 0) qsort(work->links, work->n_links, sizeof *work->links, by_start);
    return BM_OK;
}

/* The i-th point of a link in its own direction. */
static bm_ll link_point(const struct bm_border_model *model, const struct link *link, uint32_t i)
{
    const struct bm_chain *chain = &model->chains[link->chain];

    return model->pts[chain->first + (link->reversed ? chain->n - 1 - i : i)];
}

/* Direction of a step in degrees counter-clockwise from east, longitudes shrunk to scale. */
static double direction_deg(bm_ll from, bm_ll to)
{
    double dlon_deg = remainder(to.lon_deg - from.lon_deg, 360);

    return atan2(to.lat_deg - from.lat_deg, dlon_deg * cos(from.lat_deg * 0.017453292519943295)) *
           57.29577951308232;
}

/* How far one turns to the left when going on from a to b, in [-180, 180): where lines of one dyad touch in a
 * point, taking the sharpest left keeps iso_a's ground on the left in one piece and lines from crossing. */
static double left_turn_deg(const struct bm_border_model *model, const struct link *a, const struct link *b)
{
    uint32_t n = model->chains[a->chain].n;
    double in_deg = direction_deg(link_point(model, a, n - 2), link_point(model, a, n - 1));
    double out_deg = direction_deg(link_point(model, b, 0), link_point(model, b, 1));

    return remainder(out_deg - in_deg, 360);
}

static size_t first_start(const struct work *work, const struct link *of)
{
    struct link key = *of;
    size_t low = 0, high = work->n_links;

    key.start = of->end;
    key.chain = 0;
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (by_start(&work->links[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Ties each link to the one that goes on from its end. */
static void tie(const struct bm_border_model *model, struct work *work)
{
    for (size_t i = 0; i < work->n_links; i++) {
        struct link *link = &work->links[i];
        double best_deg = -INFINITY;

        if (compare_ll(link->start, link->end) == 0) { /* a ring by itself */
            link->next = (uint32_t)i;
            link->has_before = true;
            continue;
        }
        for (size_t k = first_start(work, link); k < work->n_links; k++) {
            struct link *after = &work->links[k];
            double turn_deg;

            if (compare_group(after, link) != 0 || compare_ll(after->start, link->end) != 0) break;
            if (after->has_before || compare_ll(after->start, after->end) == 0) continue;
            turn_deg = left_turn_deg(model, link, after);
            if (turn_deg > best_deg) {
                best_deg = turn_deg;
                link->next = (uint32_t)k;
            }
        }
        if (link->next != NO_LINK) work->links[link->next].has_before = true;
    }
}

/* Appends the points of a link, without repeating where it begins or points that follow themselves. */
static void append_link(const struct bm_border_model *model, const struct link *link, struct work *work,
                        struct raw_part *part)
{
    const struct bm_chain *chain = &model->chains[link->chain];

    for (uint32_t i = 0; i < chain->n; i++) {
        bm_ll p = link_point(model, link, i);
        size_t at = part->first + part->n;

        if (part->n > 0 && compare_ll(node_of(p), node_of(work->pts[at - 1])) == 0) continue;
        work->pts[at] = p;
        part->n++;
        if (i > 0) { /* the edge from the point before belongs to this chain */
            uint32_t edge = link->reversed ? chain->n - 1 - i : i - 1;

            work->status[at - 1] = (uint8_t)chain->status;
            work->acc[at - 1] = model->n_acc > chain->acc_first + edge / BM_ACC_RUN
                                    ? model->acc[chain->acc_first + edge / BM_ACC_RUN]
                                    : (uint16_t)BM_ACC_NONE;
        }
    }
}

/* Makes one part of the links from `head` on. */
static void append_part(const struct bm_border_model *model, struct work *work, size_t head, size_t *end)
{
    struct raw_part *part = &work->parts[work->n_parts];
    size_t i = head;

    *part = (struct raw_part){.head = &work->links[head], .first = *end};
    do {
        work->links[i].used = true;
        append_link(model, &work->links[i], work, part);
        i = work->links[i].next;
    } while (i != NO_LINK && !work->links[i].used);
    part->closed = i != NO_LINK;
    if (part->n < 2) return;
    work->n_parts++;
    *end += part->n;
}

/* Turns a closed part so that it starts at its southernmost vertex. spare: room for part->n items. */
static void rotate_ring(struct work *work, const struct raw_part *part, bm_ll *pts, uint8_t *status,
                        uint16_t *acc)
{
    size_t n = part->n - 1, south = 0; /* vertices without the repeated one */
    const bm_ll *from = work->pts + part->first;

    for (size_t i = 1; i < n; i++) {
        if (from[i].lat_deg < from[south].lat_deg ||
            (from[i].lat_deg == from[south].lat_deg && from[i].lon_deg < from[south].lon_deg))
            south = i;
    }
    for (size_t i = 0; i < n; i++) {
        pts[i] = from[(south + i) % n];
        status[i] = work->status[part->first + (south + i) % n];
        acc[i] = work->acc[part->first + (south + i) % n];
    }
    pts[n] = pts[0];
    memcpy(work->pts + part->first, pts, part->n * sizeof *pts);
    memcpy(work->status + part->first, status, n);
    memcpy(work->acc + part->first, acc, n * sizeof *acc);
}

static bm_status walk(bm_ctx *ctx, const struct bm_border_model *model, struct work *work)
{
    void *pts, *status, *acc, *parts;
    size_t end = 0;
    bm_status st;

    if ((st = bm_calloc(ctx, work->n_pts, sizeof *work->pts, &pts)) != BM_OK) return st;
    work->pts = pts;
    if ((st = bm_calloc(ctx, work->n_pts, sizeof *work->status, &status)) != BM_OK) return st;
    work->status = status;
    if ((st = bm_calloc(ctx, work->n_pts, sizeof *work->acc, &acc)) != BM_OK) return st;
    work->acc = acc;
    if ((st = bm_calloc(ctx, work->n_links, sizeof *work->parts, &parts)) != BM_OK) return st;
    work->parts = parts;
    for (size_t i = 0; i < work->n_links; i++)
        if (!work->links[i].has_before) append_part(model, work, i, &end);
    for (size_t i = 0; i < work->n_links; i++)
        if (!work->links[i].used) append_part(model, work, i, &end);
    work->n_pts = end;
    return BM_OK;
}

static bm_status rotate_rings(bm_ctx *ctx, struct work *work)
{
    size_t longest = 0;
    void *pts = NULL, *status = NULL, *acc = NULL;
    bm_status st;

    for (size_t i = 0; i < work->n_parts; i++)
        if (work->parts[i].n > longest) longest = work->parts[i].n;
    if ((st = bm_calloc(ctx, longest, sizeof(bm_ll), &pts)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, longest, sizeof(uint8_t), &status)) != BM_OK) goto done;
    if ((st = bm_calloc(ctx, longest, sizeof(uint16_t), &acc)) != BM_OK) goto done;
    for (size_t i = 0; i < work->n_parts; i++)
        if (work->parts[i].closed) rotate_ring(work, &work->parts[i], pts, status, acc);
done:
    bm_free(ctx, pts);
    bm_free(ctx, status);
    bm_free(ctx, acc);
    return st;
}

static bm_status allocate(bm_ctx *ctx, const struct work *work, struct bm_joined *out)
{
    void *block;
    bm_status st;

    if ((st = bm_calloc(ctx, work->n_pts, sizeof *out->pts, &block)) != BM_OK) return st;
    out->pts = block;
    if ((st = bm_calloc(ctx, work->n_pts, sizeof *out->status, &block)) != BM_OK) return st;
    out->status = block;
    if ((st = bm_calloc(ctx, work->n_pts, sizeof *out->acc, &block)) != BM_OK) return st;
    out->acc = block;
    if ((st = bm_calloc(ctx, work->n_parts, sizeof *out->parts, &block)) != BM_OK) return st;
    out->parts = block;
    if ((st = bm_calloc(ctx, work->n_parts, sizeof *out->dyads, &block)) != BM_OK) return st;
    out->dyads = block;
    return BM_OK;
}

static bool is_of(const struct link *head, const struct bmb_dyad *dyad)
{
    return memcmp(dyad->iso_a, head->iso_a, 4) == 0 && memcmp(dyad->iso_b, head->iso_b, 4) == 0;
}

static void emit(const struct work *work, struct bm_joined *out)
{
    for (size_t i = 0; i < work->n_parts; i++) {
        const struct raw_part *raw = &work->parts[i];
        const struct link *head = raw->head;

        if (out->n_dyads == 0 || !is_of(head, &out->dyads[out->n_dyads - 1])) {
            struct bmb_dyad *dyad = &out->dyads[out->n_dyads++];
            memcpy(dyad->iso_a, head->iso_a, 4);
            memcpy(dyad->iso_b, head->iso_b, 4);
            dyad->first_part = (uint32_t)i;
        }
        out->dyads[out->n_dyads - 1].n_parts++;
        out->parts[i] = (struct bmb_part){.first = (uint32_t)out->n_pts,
                                          .n = (uint32_t)raw->n,
                                          .dyad = (uint32_t)(out->n_dyads - 1),
                                          .closed = raw->closed,
                                          .valid_from = head->valid_from,
                                          .valid_to = head->valid_to};
        memcpy(out->pts + out->n_pts, work->pts + raw->first, raw->n * sizeof *out->pts);
        memcpy(out->status + out->n_pts, work->status + raw->first, raw->n);
        memcpy(out->acc + out->n_pts, work->acc + raw->first, raw->n * sizeof *out->acc);
        out->status[out->n_pts + raw->n - 1] = BM_BORDER_NONE;
        out->acc[out->n_pts + raw->n - 1] = BM_ACC_NONE;
        out->n_pts += raw->n;
    }
    out->n_parts = work->n_parts;
}

bm_status bm_border_join(bm_ctx *ctx, const struct bm_border_model *model, struct bm_joined *out)
{
    struct work work = {0};
    bm_status st;

    *out = (struct bm_joined){0};
    if ((st = make_links(ctx, model, &work)) != BM_OK) goto done;
    tie(model, &work);
    if ((st = walk(ctx, model, &work)) != BM_OK) goto done;
    if ((st = rotate_rings(ctx, &work)) != BM_OK) goto done;
    for (size_t i = 0; i < work.n_parts; i++) { /* a ring's start has moved; heads are used once */
        struct link *head = &work.links[work.parts[i].head - work.links];

        head->start = work.pts[work.parts[i].first];
    }
    if (work.n_parts > 0) qsort(work.parts, work.n_parts, sizeof *work.parts, by_part_start);
    if ((st = allocate(ctx, &work, out)) != BM_OK) goto done;
    emit(&work, out);
done:
    bm_free(ctx, work.links);
    bm_free(ctx, work.pts);
    bm_free(ctx, work.status);
    bm_free(ctx, work.acc);
    bm_free(ctx, work.parts);
    if (st != BM_OK) bm_joined_free(ctx, out);
    return st;
}

void bm_joined_free(bm_ctx *ctx, struct bm_joined *joined)
{
    bm_free(ctx, joined->dyads);
    bm_free(ctx, joined->parts);
    bm_free(ctx, joined->pts);
    bm_free(ctx, joined->status);
    bm_free(ctx, joined->acc);
    *joined = (struct bm_joined){0};
}
