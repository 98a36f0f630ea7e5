#include "pipeline/setup.h"
#include "base/file.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

static bm_status add_file(bm_ctx *ctx, struct bm_setup *s, const char *role, const char *path)
{
    struct bm_data_file *file = &s->files[s->n_files];
    int n = snprintf(file->path, sizeof file->path, "%s", path);
    if (n < 0 || (size_t)n >= sizeof file->path)
        return bm_fail(ctx, BM_EUSAGE, "path is too long: '%.200s'", path);
    file->role = role;
    s->n_files++;
    return BM_OK;
}

static bm_status open_gazetteer(bm_ctx *ctx, struct bm_setup *s, const char *path)
{
    bm_status st = add_file(ctx, s, "gazetteer", path);
    if (st == BM_OK) st = bm_gazetteer_open(ctx, path, &s->gazetteers[s->n_gazetteers]);
    if (st == BM_OK) s->n_gazetteers++;
    return st;
}

/* One place is kept for the built-in file. */
static bm_status check_count(bm_ctx *ctx, size_t n, const char *what)
{
    if (n < BM_MAX_DATA_FILES) return BM_OK;
    return bm_fail(ctx, BM_EUSAGE, "%zu %s given, at most %d are taken", n, what, BM_MAX_DATA_FILES - 1);
}

static bm_status open_gazetteers(bm_ctx *ctx, struct bm_setup *s)
{
    char path[PATH_MAX];
    bm_status st = check_count(ctx, s->job->n_gazetteers, "gazetteers");
    for (size_t i = 0; st == BM_OK && i < s->job->n_gazetteers; i++)
        st = open_gazetteer(ctx, s, s->job->gazetteers[i]);
    if (st == BM_OK) st = bm_ctx_find_data(ctx, "gazetteer.bmg", path, sizeof path);
    /* The built-in gazetteer stands behind the user's own: it knows the rest of the world. */
    if (st == BM_OK) st = open_gazetteer(ctx, s, path);
    return st;
}

/* Issues of aliases, a view or lines are no issues of rows, but go the same way. */
static void hand_on(const struct bm_setup *s, const bm_issue_list *issues)
{
    for (size_t i = 0; s->job->on_issue && i < issues->n; i++)
        s->job->on_issue(s->job->user, &issues->items[i]);
}

static bm_status load_aliases(bm_ctx *ctx, struct bm_setup *s, const char *path)
{
    bm_arena *arena;
    bm_status st = add_file(ctx, s, "aliases", path);
    if (st != BM_OK || (st = bm_arena_create(ctx, &arena)) != BM_OK) return st;
    bm_issue_list issues = {.arena = arena};
    st = bm_aliases_load(ctx, path, &issues, &s->aliases[s->n_aliases]);
    if (st == BM_OK) s->n_aliases++;
    hand_on(s, &issues);
    bm_arena_destroy(arena);
    return st;
}

static bm_status open_aliases(bm_ctx *ctx, struct bm_setup *s)
{
    char path[PATH_MAX];
    bm_status st = check_count(ctx, s->job->n_aliases, "alias files");
    for (size_t i = 0; st == BM_OK && i < s->job->n_aliases; i++)
        st = load_aliases(ctx, s, s->job->aliases[i]);
    if (st == BM_OK && bm_ctx_find_data(ctx, "aliases.csv", path, sizeof path) == BM_OK)
        st = load_aliases(ctx, s, path);
    return st;
}

static bm_status set_country(bm_ctx *ctx, struct bm_setup *s)
{
    const char *name = s->job->country;
    if (!name) return BM_OK;
    if (!bm_country_from_text((bm_str){name, strlen(name)}, false, s->locate_options.country))
        return bm_fail(ctx, BM_EUSAGE, "country '%s' is not known; give a code such as PAK or PK, or a name",
                       name);
    return BM_OK;
}

static bm_status open_places(bm_ctx *ctx, struct bm_setup *s)
{
    bm_status st;
    if ((st = set_country(ctx, s)) != BM_OK) return st;
    if ((st = open_gazetteers(ctx, s)) != BM_OK) return st;
    if ((st = open_aliases(ctx, s)) != BM_OK) return st;
    s->locate_options.gazetteers = (const bm_gazetteer *const *)s->gazetteers;
    s->locate_options.n_gazetteers = s->n_gazetteers;
    s->locate_options.aliases = (const bm_aliases *const *)s->aliases;
    s->locate_options.n_aliases = s->n_aliases;
    s->locate_options.explain = s->job->explain;
    return BM_OK;
}

static bm_status find_dyads(bm_ctx *ctx, struct bm_setup *s)
{
    void *p;
    bm_status st = bm_calloc(ctx, s->job->n_dyads, sizeof *s->dyads, &p);
    if (st != BM_OK) return st;
    s->dyads = p;
    for (size_t i = 0; i < s->job->n_dyads; i++) {
        char nearest[200];
        s->dyads[i] = bm_border_dyad(s->border, s->job->dyads[i]);
        if (s->dyads[i] < 0) {
            bm_border_nearest_names(s->border, s->job->dyads[i], nearest, sizeof nearest);
            return bm_fail(ctx, BM_EUSAGE, "the border file has no dyad '%s'; nearest: %s", s->job->dyads[i],
                           nearest);
        }
    }
    s->n_dyads = s->job->n_dyads;
    return BM_OK;
}

static bm_status set_bands(bm_ctx *ctx, struct bm_setup *s)
{
    void *p;
    bm_status st = bm_calloc(ctx, s->job->n_bands, sizeof *s->bands_m, &p);
    if (st != BM_OK) return st;
    s->bands_m = p;
    for (size_t i = 0; i < s->job->n_bands; i++) {
        s->bands_m[i] = s->job->bands_km[i] * 1000;
        if (!(s->bands_m[i] > 0) || (i > 0 && s->bands_m[i] <= s->bands_m[i - 1]))
            return bm_fail(ctx, BM_EUSAGE, "bands must be positive and rise, in km: 10,25,50,100");
    }
    return BM_OK;
}

/* The name of the field that an input column feeds; else the column's own. */
static const char *field_of(const struct bm_setup *s, const char *column)
{
    size_t n;
    const bm_source *sources = bm_incident_sources(s->reader, &n);
    for (size_t i = 0; i < n; i++)
        for (int f = 0; f < BM_FIELD_COUNT; f++)
            if (f != BM_FIELD_COUNTRY && sources[i].column_of[f] &&
                strcmp(sources[i].column_of[f], column) == 0)
                return bm_field_name((bm_field)f);
    return column;
}

/* The usual dimensions, then those that the user named and that are not there yet. */
static bm_status set_dimensions(bm_ctx *ctx, struct bm_setup *s)
{
    size_t n;
    const bm_dimension *usual = bm_dimension_defaults(&n);
    void *p;
    bm_status st = bm_calloc(ctx, n + s->job->n_by, sizeof *s->by, &p);
    if (st != BM_OK) return st;
    s->by = p;
    for (size_t i = 0; i < n; i++) s->by[i] = usual[i];
    for (size_t k = 0; k < s->job->n_by; k++) {
        bool there = false;
        st =
            bm_dimension_find(ctx, field_of(s, s->job->by[k]), s->naming.extra, s->naming.n_extra, &s->by[n]);
        if (st != BM_OK) return st;
        s->by[n].name = s->job->by[k];
        for (size_t i = 0; i < n; i++)
            there = there || (s->by[i].source == s->by[n].source && s->by[i].column == s->by[n].column);
        n += !there;
    }
    s->stats_options.by = s->by;
    s->stats_options.n_by = n;
    return BM_OK;
}

static bool has_country(const bm_province *provinces, size_t n, const char *iso3)
{
    for (size_t i = n; i-- > 0;)
        if (memcmp(provinces[i].iso3, iso3, sizeof provinces[i].iso3) == 0) return true;
    return false;
}

/* Those of each country from the first gazetteer that has any. */
static bm_status collect_provinces(bm_ctx *ctx, struct bm_setup *s)
{
    const bm_province *some[BM_MAX_DATA_FILES];
    size_t n_some[BM_MAX_DATA_FILES], total = 0, n = 0;
    bm_province *all;
    bm_status st = bm_arena_create(ctx, &s->provinces);

    for (size_t g = 0; g < s->n_gazetteers && st == BM_OK; g++) {
        st = bm_gazetteer_provinces(ctx, s->gazetteers[g], s->provinces, &some[g], &n_some[g]);
        total += n_some[g];
    }
    if (st != BM_OK) return st;
    all = bm_arena_calloc(s->provinces, total, sizeof *all);
    if (!all) return bm_fail(ctx, BM_ENOMEM, "out of memory for the provinces");
    for (size_t g = 0; g < s->n_gazetteers; g++) {
        size_t before = n;

        for (size_t i = 0; i < n_some[g]; i++)
            if (!has_country(all, before, some[g][i].iso3)) all[n++] = some[g][i];
    }
    if (n == 0)
        return bm_fail(ctx, BM_ENOTFOUND,
                       "no gazetteer has outlines of provinces; give one with 'gazetteer build --admin'");
    s->tag_options.provinces = all;
    s->tag_options.n_provinces = n;
    return BM_OK;
}

static bm_status read_lines(bm_ctx *ctx, struct bm_setup *s)
{
    bm_status st = add_file(ctx, s, "segment_lines", s->job->segment_lines);

    if (st == BM_OK) st = bm_own_lines_read(ctx, s->job->segment_lines, &s->lines);
    s->tag_options.lines = s->lines;
    return st;
}

static bm_status cut_segments(bm_ctx *ctx, struct bm_setup *s)
{
    bm_issue_list issues = {0};
    bm_status st = bm_arena_create(ctx, &issues.arena);

    if (st != BM_OK) return st;
    s->tag_options.issues = &issues;
    st = bm_segments_cut(ctx, s->border, &s->tag_options, &s->segments);
    s->tag_options.issues = NULL;
    hand_on(s, &issues);
    bm_arena_destroy(issues.arena);
    return st;
}

static bm_status open_view(bm_ctx *ctx, struct bm_setup *s, const char *path)
{
    char view[PATH_MAX];
    bm_issue_list issues = {0};
    bm_status st;

    if ((st = bm_border_find_view(ctx, s->job->view, view, sizeof view)) != BM_OK) return st;
    if ((st = add_file(ctx, s, "view", view)) != BM_OK) return st;
    if ((st = bm_arena_create(ctx, &issues.arena)) != BM_OK) return st;
    st = bm_border_open_view(ctx, path, view, &issues, &s->border);
    hand_on(s, &issues);
    bm_arena_destroy(issues.arena);
    return st;
}

/* The user's own file, cut into the segments of the built-in one; or the built-in one. */
static bm_status open_border_files(bm_ctx *ctx, struct bm_setup *s)
{
    char path[PATH_MAX];
    bm_status st = bm_ctx_find_data(ctx, "borders.bmb", path, sizeof path);

    if (s->job->borders || s->job->view) {
        if (st == BM_OK && (st = bm_border_open(ctx, path, &s->reference)) != BM_OK) return st;
        if (s->job->borders) snprintf(path, sizeof path, "%s", s->job->borders);
    } else if (st != BM_OK) {
        return st;
    }
    if ((st = add_file(ctx, s, "borders", path)) != BM_OK) return st;
    return s->job->view ? open_view(ctx, s, path) : bm_border_open(ctx, path, &s->border);
}

/* The second border file, with the same options; borders that --dyad names and it lacks are left out. */
static bm_status open_other(bm_ctx *ctx, struct bm_setup *s)
{
    const char *path = s->job->compare_borders;
    size_t n = 0;
    void *block;
    bm_status st;

    if ((st = add_file(ctx, s, "compare_borders", path)) != BM_OK) return st;
    if ((st = bm_border_open(ctx, path, &s->other)) != BM_OK) return st;
    s->other_options = s->tag_options;
    s->other_options.reference = s->reference ? s->reference : s->border;
    if (s->n_dyads) {
        if ((st = bm_calloc(ctx, s->n_dyads, sizeof *s->other_dyads, &block)) != BM_OK) return st;
        s->other_dyads = block;
        for (size_t i = 0; i < s->n_dyads; i++) {
            int32_t dyad = bm_border_dyad(s->other, s->job->dyads[i]);

            if (dyad >= 0) s->other_dyads[n++] = dyad;
        }
        if (n == 0) return bm_fail(ctx, BM_EUSAGE, "'%s' has none of the borders that --dyad names", path);
        s->other_options.dyads = s->other_dyads;
        s->other_options.n_dyads = n;
    }
    return bm_segments_cut(ctx, s->other, &s->other_options, &s->other_segments);
}

static bm_status open_borders(bm_ctx *ctx, struct bm_setup *s, bm_vague_detail vague)
{
    const bm_job *job = s->job;
    bm_status st;

    if ((st = open_border_files(ctx, s)) != BM_OK) return st;
    if ((st = find_dyads(ctx, s)) != BM_OK) return st;
    if ((st = set_bands(ctx, s)) != BM_OK) return st;
    s->tag_options = (bm_tag_options){
        .segment_m = job->segment_km * 1000,
        .whole_dyads = job->whole_dyads,
        .max_m = job->max_km * 1000,
        .bands_m = s->bands_m,
        .n_bands = job->n_bands,
        .vague = vague,
        .edges = job->edges,
        .scope = job->scope,
        .dyads = s->n_dyads ? s->dyads : NULL,
        .n_dyads = s->n_dyads,
        .reference = s->reference,
    };
    if (job->by_province && (st = collect_provinces(ctx, s)) != BM_OK) return st;
    if (job->segment_lines && (st = read_lines(ctx, s)) != BM_OK) return st;
    s->stats_options = (bm_stats_options){
        .max_m = job->max_km * 1000,
        .bands_m = s->bands_m,
        .n_bands = job->n_bands,
        .dyads = s->dyads,
        .n_dyads = s->n_dyads,
        .scope = job->scope,
        .has_split = job->has_split,
        .split = job->split,
        .draws = job->draws,
        .seed = job->seed,
        .null = job->null,
        .jobs = job->jobs,
    };
    if ((st = set_dimensions(ctx, s)) != BM_OK) return st;
    if ((st = cut_segments(ctx, s)) != BM_OK) return st;
    if (job->compare_borders && (st = open_other(ctx, s)) != BM_OK) return st;
    s->naming.dyads = bm_border_dyads(s->border, &s->naming.n_dyads);
    s->naming.asked = s->n_dyads ? s->dyads : NULL;
    s->naming.n_asked = s->n_dyads;
    s->naming.bands_m = s->bands_m;
    s->naming.n_bands = job->n_bands;
    s->naming.segments = bm_segments_all(s->segments, &s->naming.n_segments);
    return BM_OK;
}

bm_status bm_setup_open(bm_ctx *ctx, const bm_job *job, bm_stage stage, bm_vague_detail vague,
                        struct bm_setup *out)
{
    bm_status st;
    memset(out, 0, sizeof *out);
    out->job = job;
    if ((st = bm_incident_open(ctx, job->inputs, job->n_inputs, &job->read, &out->reader)) != BM_OK)
        goto done;
    out->naming.extra = bm_incident_extra_names(out->reader, &out->naming.n_extra);
    if (stage >= BM_STAGE_PLACE && (st = open_places(ctx, out)) != BM_OK) goto done;
    if (stage >= BM_STAGE_TAG && (st = open_borders(ctx, out, vague)) != BM_OK) goto done;
done:
    if (st != BM_OK) bm_setup_close(ctx, out);
    return st;
}

void bm_setup_close(bm_ctx *ctx, struct bm_setup *s)
{
    bm_incident_close(s->reader);
    for (size_t i = 0; i < s->n_gazetteers; i++) bm_gazetteer_close(s->gazetteers[i]);
    for (size_t i = 0; i < s->n_aliases; i++) bm_aliases_destroy(s->aliases[i]);
    bm_segments_destroy(s->segments);
    bm_border_close(s->border);
    bm_segments_destroy(s->other_segments);
    bm_border_close(s->other);
    bm_free(ctx, s->other_dyads);
    bm_border_close(s->reference);
    bm_arena_destroy(s->provinces);
    bm_own_lines_destroy(s->lines);
    bm_free(ctx, s->dyads);
    bm_free(ctx, s->bands_m);
    bm_free(ctx, s->by);
    memset(s, 0, sizeof *s);
}
