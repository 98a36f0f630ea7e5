/* The user's own lines, read from any file of lines. A line without an ID, or two with the same, stop the
 * run: counts would go to nobody or to both. */
#include "border/own_lines.h"

#include "adapt/vector.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DEGREE_M 111320.0 /* no degree is longer by more than a third of a percent */

/* The column of IDs, the first that there is; after these the first column of text. */
static const char *const id_columns[] = {"seg_id", "id", "name"};

void bm_own_lines_destroy(bm_own_lines *lines)
{
    if (!lines) return;
    bm_free(lines->ctx, lines->all);
    bm_free(lines->ctx, lines->pts);
    bm_free(lines->ctx, lines->part_first);
    bm_arena_destroy(lines->texts);
    bm_free(lines->ctx, lines);
}

static bm_status fail_empty(bm_ctx *ctx, const char *path)
{
    return bm_fail(ctx, BM_EFORMAT, "'%s' has no features, expected lines along borders", path);
}

static bm_status find_column(bm_ctx *ctx, bm_vector_reader *vector, const char *path, size_t *column)
{
    size_t n;
    const char *const *fields = bm_vector_fields(vector, &n);
    bm_vector_feature feature;
    bool more;

    for (size_t i = 0; i < sizeof id_columns / sizeof id_columns[0]; i++)
        for (*column = 0; *column < n; ++*column)
            if (bm_str_ieq(bm_str_z(fields[*column]), bm_str_z(id_columns[i]))) return BM_OK;
    for (*column = 0; *column < n; ++*column)
        if (bm_vector_field_is_text(vector, *column)) return BM_OK;
    if (bm_vector_next(ctx, vector, &feature, &more) == BM_OK && !more) return fail_empty(ctx, path);
    return bm_fail(
        ctx, BM_ENOTFOUND,
        "'%s' has no column for the IDs of its lines: give it one named seg_id, id or name, or any "
        "of text",
        path);
}

static bm_status add_point(bm_ctx *ctx, bm_own_lines *lines, bm_ll p)
{
    bm_status st = bm_grow(ctx, (void **)&lines->pts, &lines->cap_pts, lines->n_pts + 1, sizeof *lines->pts);

    if (p.lon_deg > 180) p.lon_deg -= 360;
    if (p.lon_deg < -180) p.lon_deg += 360;
    if (st == BM_OK) lines->pts[lines->n_pts++] = p;
    return st;
}

/* The points behind a up to b; the shorter way round. */
static bm_status add_edge(bm_ctx *ctx, bm_own_lines *lines, bm_ll a, bm_ll b)
{
    double dlon_deg = b.lon_deg - a.lon_deg, dlat_deg = b.lat_deg - a.lat_deg;
    double n;

    if (fabs(dlon_deg) > 180) dlon_deg -= copysign(360, dlon_deg);
    n = ceil((fabs(dlon_deg) + fabs(dlat_deg)) * DEGREE_M / BM_OWN_EDGE_M);
    for (uint32_t k = 1; k < n; k++) {
        bm_status st =
            add_point(ctx, lines, (bm_ll){a.lon_deg + dlon_deg * k / n, a.lat_deg + dlat_deg * k / n});

        if (st != BM_OK) return st;
    }
    return add_point(ctx, lines, b);
}

static bm_status add_part(bm_ctx *ctx, bm_own_lines *lines, const bm_ll *pts, uint32_t n)
{
    bm_ll last = {0, 0};
    uint32_t kept = 0;
    bm_status st;

    st = bm_grow(ctx, (void **)&lines->part_first, &lines->cap_parts, lines->n_parts + 2,
                 sizeof *lines->part_first);
    if (st != BM_OK) return st;
    lines->part_first[lines->n_parts] = (uint32_t)lines->n_pts;
    for (uint32_t i = 0; i < n; i++) {
        if (kept && pts[i].lon_deg == last.lon_deg && pts[i].lat_deg == last.lat_deg) continue;
        st = kept ? add_edge(ctx, lines, last, pts[i]) : add_point(ctx, lines, pts[i]);
        if (st != BM_OK) return st;
        last = pts[i];
        kept++;
    }
    if (kept < 2) {
        lines->n_pts = lines->part_first[lines->n_parts];
        return BM_OK;
    }
    lines->part_first[++lines->n_parts] = (uint32_t)lines->n_pts;
    return BM_OK;
}

static const char *shape_name(bm_shape shape)
{
    return shape == BM_SHAPE_POINT ? "points" : shape == BM_SHAPE_POLYGON ? "a polygon" : "no geometry";
}

static bm_status check_shape(bm_ctx *ctx, const bm_own_lines *lines, const bm_geometry *shape, uint64_t row)
{
    uint32_t n = shape->shape == BM_SHAPE_LINE && shape->n_parts ? shape->part_first[shape->n_parts] : 0;

    if (shape->shape != BM_SHAPE_LINE)
        return bm_fail(ctx, BM_EFORMAT, "'%s', feature %llu: found %s, expected a line along a border",
                       lines->src, (unsigned long long)row, shape_name(shape->shape));
    for (uint32_t i = 0; i < n; i++) {
        bm_ll p = shape->pts[i];

        if (!(fabs(p.lon_deg) <= 360 && fabs(p.lat_deg) <= 90))
            return bm_fail(ctx, BM_EFORMAT,
                           "'%s', feature %llu: a point lies outside of longitude and latitude; does the "
                           "file say its coordinate system (a .prj)?",
                           lines->src, (unsigned long long)row);
    }
    return BM_OK;
}

/* The names that what no line covers gets. */
static bool is_rest_name(bm_str id)
{
    return id.len == 12 && id.p[3] == '-' && memcmp(id.p + 7, "-rest", 5) == 0;
}

static bool has_control(bm_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f) return true;
    return false;
}

static bm_status copy_id(bm_ctx *ctx, bm_own_lines *lines, bm_str id, uint64_t row, const char **out)
{
    unsigned long long feature = row;
    bool ok = true;

    id = bm_str_trim(id);
    if (!id.len)
        return bm_fail(ctx, BM_EFORMAT,
                       "'%s', feature %llu, column '%s': found nothing, expected the line's ID", lines->src,
                       feature, lines->column);
    if (id.len > BM_SEG_ID_BYTES)
        return bm_fail(
            ctx, BM_EFORMAT,
            "'%s', feature %llu, column '%s': found an ID of %zu bytes, expected at most %d (as many "
            "Latin letters, half as many of most other scripts): '%.60s...'",
            lines->src, feature, lines->column, id.len, BM_SEG_ID_BYTES, id.p);
    if (!bm_utf8_valid(id) || has_control(id) || is_rest_name(id))
        return bm_fail(
            ctx, BM_EFORMAT,
            "'%s', feature %llu, column '%s': found '%.*s', expected one line of UTF-8 text, not a "
            "name such as IRN-PAK-rest, which is for what no line covers",
            lines->src, feature, lines->column, (int)id.len, id.p);
    *out = bm_arena_copy(lines->texts, id, &ok).p;
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory for the lines of '%s'", lines->src);
}

static bm_status add_line(bm_ctx *ctx, bm_own_lines *lines, const bm_vector_feature *feature, size_t column,
                          uint64_t row)
{
    const bm_geometry *shape = &feature->geometry;
    struct bm_own_line line = {.row = row, .first_part = (uint32_t)lines->n_parts};
    bm_status st;

    if ((st = check_shape(ctx, lines, shape, row)) != BM_OK) return st;
    if ((st = copy_id(ctx, lines, feature->values[column], row, &line.id)) != BM_OK) return st;
    for (uint32_t part = 0; part < shape->n_parts; part++) {
        uint32_t first = shape->part_first[part];

        st = add_part(ctx, lines, shape->pts + first, shape->part_first[part + 1] - first);
        if (st != BM_OK) return st;
    }
    line.n_parts = (uint32_t)lines->n_parts - line.first_part;
    if (line.n_parts == 0)
        return bm_fail(ctx, BM_EFORMAT,
                       "'%s', feature %llu ('%s'): found a line without length, expected one "
                       "along a border",
                       lines->src, (unsigned long long)row, line.id);
    if ((st = bm_grow(ctx, (void **)&lines->all, &lines->cap, lines->n + 1, sizeof line)) != BM_OK) return st;
    lines->all[lines->n++] = line;
    return BM_OK;
}

static int by_id(const void *left, const void *right)
{
    const struct bm_own_line *a = *(const struct bm_own_line *const *)left;
    const struct bm_own_line *b = *(const struct bm_own_line *const *)right;
    int order = strcmp(a->id, b->id);

    return order ? order : a->row < b->row ? -1 : a->row > b->row;
}

static bm_status check_repeats(bm_ctx *ctx, const bm_own_lines *lines)
{
    const struct bm_own_line **sorted;
    void *block;
    bm_status st = bm_calloc(ctx, lines->n, sizeof *sorted, &block);

    if (st != BM_OK) return st;
    sorted = block;
    for (size_t i = 0; i < lines->n; i++) sorted[i] = &lines->all[i];
    qsort(sorted, lines->n, sizeof *sorted, by_id);
    for (size_t i = 1; i < lines->n && st == BM_OK; i++)
        if (strcmp(sorted[i - 1]->id, sorted[i]->id) == 0)
            st = bm_fail(ctx, BM_EFORMAT,
                         "'%s', features %llu and %llu, column '%s': found '%s' twice, expected an ID of its "
                         "own for each line; join lines that belong together into one of several parts",
                         lines->src, (unsigned long long)sorted[i - 1]->row,
                         (unsigned long long)sorted[i]->row, lines->column, sorted[i]->id);
    bm_free(ctx, block);
    return st;
}

static bm_status read_all(bm_ctx *ctx, bm_own_lines *lines, const char *path, bm_vector_reader *vector)
{
    bm_vector_feature feature;
    size_t column, n;
    uint64_t row = 0;
    bool more = true, ok = true;
    bm_status st = find_column(ctx, vector, path, &column);

    if (st != BM_OK) return st;
    lines->column = bm_arena_copy(lines->texts, bm_str_z(bm_vector_fields(vector, &n)[column]), &ok).p;
    lines->src = bm_arena_copy(lines->texts, bm_str_z(bm_base_name(path)), &ok).p;
    if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory for the lines of '%s'", path);
    while ((st = bm_vector_next(ctx, vector, &feature, &more)) == BM_OK && more)
        if ((st = add_line(ctx, lines, &feature, column, ++row)) != BM_OK) return st;
    if (st != BM_OK) return st;
    return lines->n == 0 ? fail_empty(ctx, path) : check_repeats(ctx, lines);
}

bm_status bm_own_lines_read(bm_ctx *ctx, const char *path, bm_own_lines **out)
{
    bm_vector_reader *vector = NULL;
    bm_own_lines *lines;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *lines, &block)) != BM_OK) return st;
    lines = block;
    lines->ctx = ctx;
    if ((st = bm_arena_create(ctx, &lines->texts)) != BM_OK) goto done;
    if ((st = bm_vector_open(ctx, path, NULL, false, &vector)) != BM_OK) goto done;
    if ((st = read_all(ctx, lines, path, vector)) != BM_OK) goto done;
    *out = lines;
    lines = NULL;
done:
    bm_vector_close(vector);
    bm_own_lines_destroy(lines);
    return st;
}
