#include "pipeline/twins.h"
#include "base/map.h"
#include "base/mem.h"

#include <math.h>
#include <string.h>

enum { SAME_KEY_MAX = 32, TYPE_MAX = 64 };

#define ROW_DEG  0.0460 /* of latitude: 5.08 km at least */
#define PER_TURN (360 / ROW_DEG)

bm_status bm_twins_open(bm_ctx *ctx, struct bm_twins *out)
{
    *out = (struct bm_twins){.ctx = ctx};
    return BM_OK;
}

void bm_twins_close(struct bm_twins *twins)
{
    if (!twins->ctx) return;
    bm_free(twins->ctx, twins->now.entries);
    bm_free(twins->ctx, twins->before.entries);
    *twins = (struct bm_twins){0};
}

/* --- cells: rows of latitude, each cut into cells at least 5 km wide --- */

static int64_t row_of(double lat_deg)
{
    return (int64_t)floor(lat_deg / ROW_DEG);
}

static int64_t cells_in(int64_t row)
{
    double low = fabs((double)row * ROW_DEG), high = fabs((double)(row + 1) * ROW_DEG);
    double n = floor(PER_TURN * cos(fmin(90, (low > high ? low : high) + ROW_DEG) * 0.017453292519943295));
    return n < 3 ? 1 : (int64_t)n;
}

static int64_t cell_of(double lon_deg, int64_t cells)
{
    double turn = lon_deg / 360 + 0.5;
    return (int64_t)floor((turn - floor(turn)) * (double)cells);
}

/* Types are told apart without the case of ASCII letters. */
static uint64_t key_of(const bm_incident *row, int64_t cell_row, int64_t cell)
{
    struct {
        int64_t row, cell, day;
        char type[TYPE_MAX];
    } key = {.row = cell_row, .cell = cell, .day = row->d_start};
    size_t n = row->etype.len < TYPE_MAX ? row->etype.len : TYPE_MAX;
    for (size_t i = 0; i < n; i++) {
        char c = row->etype.p[i];
        key.type[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    uint64_t hash = bm_hash(&key, sizeof key);
    return hash ? hash : 1;
}

/* --- the table --- */

static bm_status enlarge(bm_ctx *ctx, struct bm_twin_table *table)
{
    size_t cap = table->cap ? 2 * table->cap : 1024;
    void *block;
    bm_status st = bm_calloc(ctx, cap, sizeof *table->entries, &block);
    if (st != BM_OK) return st;
    struct bm_twin_entry *entries = block;
    for (size_t i = 0; i < table->cap; i++) {
        if (!table->entries[i].key) continue;
        size_t at = (size_t)table->entries[i].key & (cap - 1);
        while (entries[at].key) at = (at + 1) & (cap - 1);
        entries[at] = table->entries[i];
    }
    bm_free(ctx, table->entries);
    table->entries = entries;
    table->cap = cap;
    return BM_OK;
}

static bm_status remember(struct bm_twins *t, const struct bm_twin_entry *entry)
{
    if (t->now.n == BM_TWINS_KEPT) {
        struct bm_twin_table old = t->before;
        t->before = t->now;
        t->now = (struct bm_twin_table){0};
        bm_free(t->ctx, old.entries);
    }
    struct bm_twin_table *table = &t->now;
    if (2 * (table->n + 1) > table->cap) {
        bm_status st = enlarge(t->ctx, table);
        if (st != BM_OK) return st;
    }
    size_t at = (size_t)entry->key & (table->cap - 1);
    for (int same = 0; table->entries[at].key; at = (at + 1) & (table->cap - 1))
        if (table->entries[at].key == entry->key && ++same == SAME_KEY_MAX) return BM_OK;
    table->entries[at] = *entry;
    table->n++;
    return BM_OK;
}

static void look(const struct bm_twin_table *table, uint64_t key, bm_ll point, struct bm_twin *nearest)
{
    if (table->n == 0) return;
    for (size_t at = (size_t)key & (table->cap - 1); table->entries[at].key;
         at = (at + 1) & (table->cap - 1)) {
        const struct bm_twin_entry *entry = &table->entries[at];
        if (entry->key != key) continue;
        double dist_m = bm_geodesic_m(entry->point, point);
        if (!(dist_m <= BM_TWINS_M) || (nearest->src && dist_m >= nearest->dist_m)) continue;
        *nearest = (struct bm_twin){entry->src, entry->src_row, dist_m};
    }
}

bm_status bm_twins_add(struct bm_twins *t, const bm_incident *row, const bm_place *place,
                       struct bm_twin *twin)
{
    bm_ll at = place->point;
    *twin = (struct bm_twin){0};
    if (!place->has_point || place->status == BM_COARSE || row->d_start == BM_NO_DAY ||
        row->d_start != row->d_end)
        return BM_OK;
    int64_t cell_row = row_of(at.lat_deg);
    for (int64_t r = cell_row - 1; r <= cell_row + 1; r++) {
        int64_t cells = cells_in(r), cell = cell_of(at.lon_deg, cells);
        for (int64_t d = cells == 1 ? 0 : -1; d <= (cells == 1 ? 0 : 1); d++) {
            uint64_t key = key_of(row, r, (cell + d + cells) % cells);
            look(&t->now, key, at, twin);
            look(&t->before, key, at, twin);
        }
    }
    t->n_found += twin->src != NULL;
    struct bm_twin_entry entry = {.point = at, .src = row->src, .src_row = row->src_row};
    entry.key = key_of(row, cell_row, cell_of(at.lon_deg, cells_in(cell_row)));
    return remember(t, &entry);
}
