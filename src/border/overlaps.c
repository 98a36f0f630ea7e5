/* The named table of overlapping claims: geodata/border_overlaps.csv, columns ground, other, kind
 * (dependency, enclave, dispute); more columns are for readers. */
#include "border/making.h"

#include "base/mem.h"
#include "base/str.h"

#include "adapt/csv.h"

#include <string.h>

void bm_overlaps_free(bm_ctx *ctx, struct bm_overlaps *table)
{
    bm_free(ctx, table->items);
    *table = (struct bm_overlaps){0};
}

const struct bm_overlap *bm_overlaps_find(const struct bm_overlaps *table, const char *a, const char *b)
{
    for (size_t i = 0; i < table->n; i++) {
        const struct bm_overlap *row = &table->items[i];
        if (strcmp(row->ground, a) == 0 && strcmp(row->other, b) == 0) return row;
        if (strcmp(row->ground, b) == 0 && strcmp(row->other, a) == 0) return row;
    }
    return NULL;
}

int bm_overlaps_settle(const struct bm_overlaps *table, const struct bm_rings *rings, uint16_t *countries,
                       int n, bool *contested)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; k < n; k++) {
            const char *ground = rings->isos[countries[i]], *other = rings->isos[countries[k]];
            const struct bm_overlap *row = i == k ? NULL : bm_overlaps_find(table, ground, other);
            if (!row || row->kind == BM_OVERLAP_ENCLAVE || row->kind == BM_OVERLAP_GAP) continue;
            if (strcmp(row->ground, ground) != 0) continue;
            if (row->kind == BM_OVERLAP_DISPUTE) *contested = true;
            countries[k] = countries[--n];
            i = -1; /* again: indexes moved */
            break;
        }
    return n;
}

struct table_reader {
    struct bm_overlaps *out;
    const char *path;
    bool has_header;
    size_t ground, other, kind, line; /* columns */
};

static bm_status read_header(bm_ctx *ctx, struct table_reader *reader, const bm_csv_record *record)
{
    int found = 0;

    for (size_t i = 0; i < record->n; i++) {
        if (bm_str_eq(record->fields[i], BM_LIT("ground"))) reader->ground = i, found |= 1;
        if (bm_str_eq(record->fields[i], BM_LIT("other"))) reader->other = i, found |= 2;
        if (bm_str_eq(record->fields[i], BM_LIT("kind"))) reader->kind = i, found |= 4;
        if (bm_str_eq(record->fields[i], BM_LIT("line"))) reader->line = i, found |= 8;
    }
    reader->has_header = true;
    if (found == 15) return BM_OK;
    return bm_fail(ctx, BM_EFORMAT, "'%s' has no columns ground, other, kind and line", reader->path);
}

static bm_status read_row(bm_ctx *ctx, void *user, const bm_csv_record *record)
{
    struct table_reader *reader = user;
    struct bm_overlaps *out = reader->out;
    static const char *const kinds[] = {"dependency", "enclave", "dispute", "sliver", "gap"};
    bm_status st;

    if (!reader->has_header) return read_header(ctx, reader, record);
    if (record->n <= reader->ground || record->n <= reader->other || record->n <= reader->kind ||
        record->n <= reader->line)
        return bm_fail(ctx, BM_EFORMAT, "'%s', line %llu: a column is missing", reader->path,
                       (unsigned long long)record->line);
    st = bm_grow(ctx, (void **)&out->items, &out->cap, out->n + 1, sizeof *out->items);
    if (st != BM_OK) return st;
    struct bm_overlap *row = &out->items[out->n];
    if (!bm_country_a3(record->fields[reader->ground], row->ground) ||
        !bm_country_a3(record->fields[reader->other], row->other))
        return bm_fail(ctx, BM_EFORMAT, "'%s', line %llu: ground and other are alpha-3 codes", reader->path,
                       (unsigned long long)record->line);
    row->line = bm_str_eq(record->fields[reader->line], BM_LIT("ground"))  ? BM_LINE_GROUND
                : bm_str_eq(record->fields[reader->line], BM_LIT("other")) ? BM_LINE_OTHER
                                                                           : BM_LINE_NONE;
    for (int i = 0; i < 5; i++)
        if (bm_str_eq(record->fields[reader->kind], bm_str_z(kinds[i]))) {
            row->kind = (bm_overlap_kind)i;
            out->n++;
            return BM_OK;
        }
    return bm_fail(ctx, BM_EFORMAT, "'%s', line %llu: kind is dependency, enclave, dispute, sliver or gap",
                   reader->path, (unsigned long long)record->line);
}

bm_status bm_overlaps_read(bm_ctx *ctx, const char *path, struct bm_overlaps *out)
{
    struct table_reader reader = {.out = out, .path = path};
    bm_status st;

    *out = (struct bm_overlaps){0};
    st = bm_csv_each(ctx, path, NULL, read_row, &reader);
    if (st != BM_OK) bm_overlaps_free(ctx, out);
    return st;
}
