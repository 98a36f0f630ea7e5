#include "layer/unresolved.h"
#include "adapt/csv.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>

bm_status bm_unresolved_init(bm_ctx *ctx, struct bm_unresolved *out)
{
    *out = (struct bm_unresolved){0};
    bm_map_init(&out->places, ctx);
    bm_buf_init(&out->key, ctx);
    return bm_arena_create(ctx, &out->arena);
}

void bm_unresolved_free(bm_ctx *ctx, struct bm_unresolved *unresolved)
{
    if (!unresolved->arena) return;
    bm_map_free(&unresolved->places);
    bm_buf_free(&unresolved->key);
    bm_free(ctx, unresolved->items);
    bm_arena_destroy(unresolved->arena);
    *unresolved = (struct bm_unresolved){0};
}

/* "Name (PPL, Sistan, IRN) 1159301"; parts that are not known are left out. */
static void describe(const bm_candidate *candidate, bm_buf *out)
{
    const bm_str parts[] = {candidate->feat, candidate->adm1, bm_str_z(candidate->iso3)};
    bool any = false;
    bm_buf_str(out, candidate->name);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].len == 0) continue;
        bm_buf_puts(out, any ? ", " : " (");
        bm_buf_str(out, parts[i]);
        any = true;
    }
    if (any) bm_buf_putc(out, ')');
    if (candidate->gaz_id.len) bm_buf_putc(out, ' ');
    bm_buf_str(out, candidate->gaz_id);
}

static bm_status fill(bm_ctx *ctx, struct bm_unresolved *unresolved, const bm_row *row,
                      const bm_str fields[BM_UNRESOLVED_FIELDS], struct bm_unresolved_place *out)
{
    bm_buf *scratch = &unresolved->key;
    bool ok = true;
    out->first_row = row->incident->src_row;
    for (int i = 0; i < BM_UNRESOLVED_FIELDS; i++)
        out->fields[i] = bm_arena_copy(unresolved->arena, fields[i], &ok);
    out->reason = bm_arena_copy(unresolved->arena, bm_str_z(row->place->reason), &ok);
    for (size_t i = 0; i < row->place->n_candidates && i < BM_UNRESOLVED_CANDIDATES; i++) {
        bm_buf_clear(scratch);
        describe(&row->place->candidates[i], scratch);
        bm_status st = bm_buf_status(ctx, scratch);
        if (st != BM_OK) return st;
        out->candidates[i] = bm_arena_copy(unresolved->arena, (bm_str){scratch->p, scratch->len}, &ok);
    }
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory for places that were not placed");
}

/* Lengths before the texts, so that no two different sets of fields share a key. */
static void make_key(const bm_str fields[BM_UNRESOLVED_FIELDS], bm_str inc_id, bm_buf *key)
{
    bm_buf_clear(key);
    for (int i = 0; i < BM_UNRESOLVED_FIELDS; i++) {
        bm_buf_i64(key, (int64_t)fields[i].len);
        bm_buf_putc(key, ':');
        bm_buf_str(key, fields[i]);
    }
    bm_buf_str(key, inc_id);
}

/* The item of these fields; *added: a new one, all empty. */
static bm_status find_or_add(bm_ctx *ctx, struct bm_unresolved *unresolved,
                             const bm_str fields[BM_UNRESOLVED_FIELDS], bm_str inc_id,
                             struct bm_unresolved_place **out, bool *added)
{
    uint64_t *value;
    bool ok = true;
    void *items = unresolved->items;
    bm_status st;

    *added = false;
    *out = NULL;
    make_key(fields, inc_id, &unresolved->key);
    if ((st = bm_buf_status(ctx, &unresolved->key)) != BM_OK) return st;
    bm_str key = {unresolved->key.p, unresolved->key.len};
    if ((value = bm_map_find(&unresolved->places, key))) {
        *out = &unresolved->items[*value];
        return BM_OK;
    }
    key = bm_arena_copy(unresolved->arena, key, &ok);
    if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory for places that were not placed");
    st = bm_grow(ctx, &items, &unresolved->cap, unresolved->n + 1, sizeof(struct bm_unresolved_place));
    if (st != BM_OK) return st;
    unresolved->items = items;
    if ((st = bm_map_add(&unresolved->places, key, &value, added)) != BM_OK) return st;
    *value = unresolved->n;
    *out = &unresolved->items[unresolved->n++];
    **out = (struct bm_unresolved_place){0};
    return BM_OK;
}

bm_status bm_unresolved_add(bm_ctx *ctx, struct bm_unresolved *unresolved, const bm_row *row)
{
    const bm_incident *in = row->incident;
    const bm_str fields[BM_UNRESOLVED_FIELDS] = {in->place, in->admin1, in->admin2, in->country};
    struct bm_unresolved_place *place;
    bool added;

    bm_status st = find_or_add(ctx, unresolved, fields, (bm_str){0}, &place, &added);
    if (st != BM_OK || !place) return st;
    if (place->n_rows++ > 0) return BM_OK;
    return fill(ctx, unresolved, row, fields, place);
}

static const char header[] =
    "place,admin1,admin2,country,n_rows,first_row,reason,cand1,cand2,cand3,gaz_id,lon,lat,action,inc_id\n";

/* Columns of the file by their place in the header above. */
enum { COL_REASON = 6, COL_CANDIDATES = 7, COL_DECISION = 10, COL_ACTION = 13, COL_INC_ID = 14, N_COLS = 15 };

struct keeper {
    struct bm_unresolved *unresolved;
    int at[N_COLS]; /* of each column in the file read, -1: not there */
    bool has_header;
};

static void read_header(struct keeper *keeper, const bm_csv_record *record)
{
    const char *name = header;
    for (int c = 0; c < N_COLS; c++) {
        size_t length = strcspn(name, ",\n");
        keeper->at[c] = -1;
        for (size_t i = 0; i < record->n; i++)
            if (bm_str_ieq(bm_str_trim(record->fields[i]), (bm_str){name, length})) keeper->at[c] = (int)i;
        name += length + 1;
    }
    keeper->has_header = true;
}

/* What bm_buf_csv_safe put in front of a formula is not part of the text. */
static bm_str cell(const struct keeper *keeper, const bm_csv_record *record, int column)
{
    int at = keeper->at[column];
    bm_str text = {0};
    if (at >= 0 && (size_t)at < record->n) text = bm_str_trim(record->fields[at]);
    bool guarded = text.len > 1 && text.p[0] == '\'' && strchr("=+-@\t\r", text.p[1]);
    return guarded ? (bm_str){text.p + 1, text.len - 1} : text;
}

static bm_status keep_row(bm_ctx *ctx, void *user, const bm_csv_record *record)
{
    struct keeper *keeper = user;
    bm_arena *arena = keeper->unresolved->arena;
    struct bm_unresolved_place *place;
    bm_str fields[BM_UNRESOLVED_FIELDS];
    bool added, ok = true;

    if (!keeper->has_header) {
        read_header(keeper, record);
        return BM_OK;
    }
    if (cell(keeper, record, COL_ACTION).len == 0) return BM_OK;
    for (int i = 0; i < BM_UNRESOLVED_FIELDS; i++)
        fields[i] = bm_arena_copy(arena, cell(keeper, record, i), &ok);
    bm_str inc_id = bm_arena_copy(arena, cell(keeper, record, COL_INC_ID), &ok);
    bm_status st = find_or_add(ctx, keeper->unresolved, fields, inc_id, &place, &added);
    if (st != BM_OK || !added) return st;
    memcpy(place->fields, fields, sizeof fields);
    place->inc_id = inc_id;
    if (inc_id.len) keeper->unresolved->has_record_fix = true;
    place->reason = bm_arena_copy(arena, cell(keeper, record, COL_REASON), &ok);
    for (int i = 0; i < BM_UNRESOLVED_CANDIDATES; i++)
        place->candidates[i] = bm_arena_copy(arena, cell(keeper, record, COL_CANDIDATES + i), &ok);
    for (int i = 0; i < BM_UNRESOLVED_DECISION; i++)
        place->decision[i] = bm_arena_copy(arena, cell(keeper, record, COL_DECISION + i), &ok);
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory for decisions on places");
}

bm_status bm_unresolved_keep(bm_ctx *ctx, struct bm_unresolved *unresolved, const char *path)
{
    struct keeper keeper = {.unresolved = unresolved};
    return bm_csv_each(ctx, path, NULL, keep_row, &keeper);
}

/* More rows first; equals in the order of their first row, which the index keeps (items do not move before).
 */
static int compare(const void *a, const void *b)
{
    const struct bm_unresolved_place *const *x = a, *const *y = b;
    if ((*x)->n_rows != (*y)->n_rows) return (*x)->n_rows > (*y)->n_rows ? -1 : 1;
    return (*x > *y) - (*x < *y);
}

bm_status bm_unresolved_write(bm_ctx *ctx, struct bm_unresolved *unresolved, bm_buf *out)
{
    void *p;
    bm_status st = bm_calloc(ctx, unresolved->n, sizeof(struct bm_unresolved_place *), &p);
    if (st != BM_OK) return st;
    const struct bm_unresolved_place **order = p;
    for (size_t i = 0; i < unresolved->n; i++) order[i] = &unresolved->items[i];
    if (unresolved->n > 1) qsort(order, unresolved->n, sizeof *order, compare);
    /* the last column is only there when decisions on single records came in */
    bm_buf_str(out, bm_str_of(header, unresolved->has_record_fix ? strlen(header) : strlen(header) - 8));
    if (!unresolved->has_record_fix) bm_buf_putc(out, '\n');
    for (size_t i = 0; i < unresolved->n; i++) {
        const struct bm_unresolved_place *place = order[i];
        for (int k = 0; k < BM_UNRESOLVED_FIELDS; k++) {
            bm_buf_csv_safe(out, place->fields[k]);
            bm_buf_putc(out, ',');
        }
        bm_buf_i64(out, (int64_t)place->n_rows);
        bm_buf_putc(out, ',');
        if (place->first_row) bm_buf_i64(out, (int64_t)place->first_row);
        bm_buf_putc(out, ',');
        bm_buf_csv_safe(out, place->reason);
        for (int k = 0; k < BM_UNRESOLVED_CANDIDATES; k++) {
            bm_buf_putc(out, ',');
            bm_buf_csv_safe(out, place->candidates[k]);
        }
        for (int k = 0; k < BM_UNRESOLVED_DECISION; k++) {
            bm_buf_putc(out, ',');
            bm_buf_csv_safe(out, place->decision[k]);
        }
        if (unresolved->has_record_fix) {
            bm_buf_putc(out, ',');
            bm_buf_csv_safe(out, place->inc_id);
        }
        bm_buf_putc(out, '\n');
    }
    bm_free(ctx, p);
    return bm_buf_status(ctx, out);
}
