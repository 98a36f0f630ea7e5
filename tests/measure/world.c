#include "names.h"

#include "base/num.h"

#include <stdlib.h>
#include <unistd.h>

static const char *const countries[N_COUNTRIES] = {"PK", "IR", "AF"};

size_t measure_cut(bm_str line, char separator, bm_str *column, size_t max)
{
    size_t n = 0, from = 0;

    for (size_t i = 0; i < max; i++) column[i] = (bm_str){0};
    for (size_t i = 0; i <= line.len && n < max; i++) {
        if (i < line.len && line.p[i] != separator) continue;
        column[n++] = bm_str_of(line.p + from, i - from);
        from = i + 1;
    }
    return n;
}

bool measure_line(bm_str text, size_t *at, bm_str *line)
{
    const char *end;

    if (*at >= text.len) return false;
    end = memchr(text.p + *at, '\n', text.len - *at);
    *line = bm_str_of(text.p + *at, end ? (size_t)(end - text.p) - *at : text.len - *at);
    *at += line->len + 1;
    if (line->len && line->p[line->len - 1] == '\r') line->len--;
    return true;
}

static bm_str text_of(const bm_mapping *map)
{
    return bm_str_of((const char *)map->p, map->len);
}

static bm_status add_row(struct measure_world *world, bm_str line)
{
    bm_str column[19];
    struct measure_row row = {0};
    uint64_t *at;
    bool added;
    bm_status st;

    if (measure_cut(line, '\t', column, 19) < 18) return BM_OK;
    row.id = column[0], row.name = column[1], row.ascii = column[2], row.alternates = column[3];
    row.feat_class = column[6].len ? column[6].p[0] : 0;
    row.feat = column[7], row.iso2 = column[8], row.admin1 = column[10];
    if (!bm_parse_double(column[4], &row.point.lat_deg) || !bm_parse_double(column[5], &row.point.lon_deg))
        return BM_OK;
    (void)!bm_parse_i64(column[14], &row.population);
    if ((st = bm_map_add(&world->by_id, row.id, &at, &added)) != BM_OK || !added) return st;
    *at = world->n_rows;
    if ((st = bm_grow(world->ctx, (void **)&world->rows, &world->cap_rows, world->n_rows + 1, sizeof row)) !=
        BM_OK)
        return st;
    world->rows[world->n_rows++] = row;
    return BM_OK;
}

static bm_status add_name(struct measure_world *world, bm_str line)
{
    bm_str column[4];
    uint64_t *row;
    bm_status st;

    if (measure_cut(line, '\t', column, 4) < 4) return BM_OK;
    if (!(row = bm_map_find(&world->by_id, column[1]))) return BM_OK;
    if ((st = bm_grow(world->ctx, (void **)&world->names, &world->cap_names, world->n_names + 1,
                      sizeof *world->names)) != BM_OK)
        return st;
    world->names[world->n_names++] = (struct measure_name){(uint32_t)*row, column[3]};
    return BM_OK;
}

static int by_row(const void *a, const void *b)
{
    const struct measure_name *x = a, *y = b;

    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    return bm_str_cmp(x->text, y->text);
}

static bm_status load_lines(struct measure_world *world, const char *country, const char *ending,
                            bm_mapping *map, bm_status (*add)(struct measure_world *, bm_str))
{
    char path[1024];
    bm_str line;
    size_t at = 0;
    bm_status st;

    snprintf(path, sizeof path, "%s/%s%s", world->folder, country, ending);
    if ((st = bm_map_file(world->ctx, path, map)) != BM_OK) return st;
    while (st == BM_OK && measure_line(text_of(map), &at, &line)) st = add(world, line);
    return st;
}

bm_status measure_load(bm_ctx *ctx, const char *folder, bm_arena *arena, struct measure_world *out)
{
    bm_status st = BM_OK;

    *out = (struct measure_world){.ctx = ctx, .arena = arena, .folder = folder};
    bm_map_init(&out->by_id, ctx);
    for (int i = 0; i < N_COUNTRIES && st == BM_OK; i++)
        st = load_lines(out, countries[i], ".txt", &out->dump[i], add_row);
    for (int i = 0; i < N_COUNTRIES && st == BM_OK; i++)
        st = load_lines(out, countries[i], ".alternateNamesV2.txt", &out->names_file[i], add_name);
    if (st != BM_OK) return st;
    qsort(out->names, out->n_names, sizeof *out->names, by_row);
    for (size_t i = 0; i < out->n_names; i++) {
        struct measure_row *row = &out->rows[out->names[i].row];
        if (row->n_names++ == 0) row->first_name = (uint32_t)i;
    }
    return BM_OK;
}

void measure_free(struct measure_world *world)
{
    for (int i = 0; i < N_COUNTRIES; i++) {
        bm_unmap_file(&world->dump[i]);
        bm_unmap_file(&world->names_file[i]);
    }
    bm_free(world->ctx, world->rows);
    bm_free(world->ctx, world->names);
    bm_map_free(&world->by_id);
}

/* The dump's own list of alternate names, thinned too. */
static void write_place(FILE *out, const struct measure_world *world, bm_str line, measure_drop_fn drop,
                        const void *user)
{
    bm_str column[19], names[512];
    size_t n_columns = measure_cut(line, '\t', column, 19), n_names, n = 0;
    uint64_t *row = bm_map_find(&world->by_id, column[0]);

    for (size_t i = 0; i < n_columns; i++) {
        if (i) fputc('\t', out);
        if (i != 3 || !row || column[3].len == 0) {
            fwrite(column[i].p, 1, column[i].len, out);
            continue;
        }
        n_names = measure_cut(column[3], ',', names, 512);
        for (size_t k = 0; k < n_names; k++) {
            if (drop(user, world, (uint32_t)*row, names[k])) continue;
            fprintf(out, "%s%.*s", n++ ? "," : "", (int)names[k].len, names[k].p);
        }
    }
    fputc('\n', out);
}

static void write_name(FILE *out, const struct measure_world *world, bm_str line, measure_drop_fn drop,
                       const void *user)
{
    bm_str column[4];
    uint64_t *row = measure_cut(line, '\t', column, 4) == 4 ? bm_map_find(&world->by_id, column[1]) : NULL;

    if (row && drop(user, world, (uint32_t)*row, column[3])) return;
    fprintf(out, "%.*s\n", (int)line.len, line.p);
}

static bool write_thinned(const struct measure_world *world, const bm_mapping *map, const char *path,
                          measure_drop_fn drop, const void *user, bool places)
{
    FILE *out = fopen(path, "wb");
    bm_str line;
    size_t at = 0;

    if (!out) return false;
    while (measure_line(text_of(map), &at, &line))
        places ? write_place(out, world, line, drop, user) : write_name(out, world, line, drop, user);
    return !ferror(out) && fclose(out) == 0;
}

bm_status measure_build(struct measure_world *world, measure_drop_fn drop, const void *user,
                        bm_gazetteer **out)
{
    char path[3 * N_COUNTRIES][1024], bmg[64];
    const char *files[3 * N_COUNTRIES];
    bm_gazetteer_sources sources = {.dumps = files,
                                    .n_dumps = 2 * N_COUNTRIES,
                                    .admins = files + 2 * N_COUNTRIES,
                                    .n_admins = N_COUNTRIES};
    bm_issue_list issues = {.arena = world->arena};
    bm_status st = BM_OK;

    *out = NULL;
    snprintf(bmg, sizeof bmg, "measure-%d.bmg", (int)getpid());
    for (int i = 0; i < 3 * N_COUNTRIES; i++) {
        const char *country = countries[i % N_COUNTRIES];
        static const char *const ending[] = {".txt", ".alternateNamesV2.txt", "_admin.geojson"};
        files[i] = path[i];
        snprintf(path[i], sizeof path[i], "%s/%s%s", world->folder, country, ending[i / N_COUNTRIES]);
        if (!drop || i >= 2 * N_COUNTRIES) continue;
        snprintf(path[i], sizeof path[i], "measure-%d-%d.txt", (int)getpid(), i);
        if (!write_thinned(world, i < N_COUNTRIES ? &world->dump[i] : &world->names_file[i - N_COUNTRIES],
                           path[i], drop, user, i < N_COUNTRIES))
            st = bm_fail(world->ctx, BM_EIO, "'%s' cannot be written", path[i]);
    }
    if (st == BM_OK) st = bm_gazetteer_build(world->ctx, &sources, bmg, &issues);
    if (st == BM_OK) st = bm_gazetteer_open(world->ctx, bmg, out);
    for (int i = 0; drop && i < 2 * N_COUNTRIES; i++) unlink(path[i]);
    unlink(bmg);
    return st;
}
