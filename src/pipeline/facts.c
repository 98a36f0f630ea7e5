#include "adapt/sha256.h"
#include "adapt/vector.h"
#include "adapt/versions.h"
#include "base/file.h"
#include "base/str.h"
#include "bordermap/version.h"
#include "pipeline/run.h"

#include <stdio.h>
#include <string.h>

/* "key": as a member; the comma is before all but the first. */
static void key(bm_buf *out, const char *name)
{
    if (out->len && out->p[out->len - 1] != '{') bm_buf_putc(out, ',');
    bm_buf_json(out, bm_str_z(name));
    bm_buf_putc(out, ':');
}

static void text(bm_buf *out, const char *name, const char *value)
{
    if (!value) return;
    key(out, name);
    bm_buf_json(out, bm_str_z(value));
}

static void day(bm_buf *out, const char *name, bm_day value)
{
    char z[11];
    if (value == BM_NO_DAY) return;
    bm_day_format(value, z);
    text(out, name, z);
}

static void names(bm_buf *out, const char *name, const char *const *values, size_t n)
{
    if (n == 0) return;
    key(out, name);
    for (size_t i = 0; i < n; i++) {
        bm_buf_putc(out, i ? ',' : '[');
        bm_buf_json(out, bm_str_z(values[i]));
    }
    bm_buf_putc(out, ']');
}

static void fields(bm_buf *out, const bm_field_choice *choices, size_t n)
{
    if (n == 0) return;
    key(out, "fields");
    for (size_t i = 0; i < n; i++) {
        bm_buf_putc(out, i ? ',' : '{');
        bm_buf_json(out, bm_str_z(bm_field_name(choices[i].field)));
        bm_buf_putc(out, ':');
        bm_buf_json(out, bm_str_z(choices[i].column));
    }
    bm_buf_putc(out, '}');
}

static void each_input(bm_buf *out, const bm_input_options *each, size_t n)
{
    if (!each) return;
    key(out, "each_input");
    for (size_t i = 0; i < n; i++) {
        bm_buf_puts(out, i ? ",{" : "[{");
        text(out, "preset", each[i].preset);
        text(out, "input_format", each[i].input_format);
        fields(out, each[i].choices, each[i].n_choices);
        bm_buf_putc(out, '}');
    }
    bm_buf_putc(out, ']');
}

static void output_names(bm_buf *out, unsigned outputs)
{
    const char *comma = "";
    key(out, "outputs");
    bm_buf_putc(out, '[');
    for (const char *p = bm_output_names(); p;) {
        char name[32];
        const char *end = strchr(p, ',');
        size_t n = end ? (size_t)(end - p) : strlen(p);
        snprintf(name, sizeof name, "%.*s", (int)n, p);
        if (bm_output_from_name(name) & outputs) bm_buf_printf(out, "%s\"%s\"", comma, name);
        if (bm_output_from_name(name) & outputs) comma = ",";
        p = end ? end + 1 : NULL;
    }
    bm_buf_putc(out, ']');
}

static void read_options(bm_buf *out, const bm_read_options *o)
{
    text(out, "preset", o->preset);
    text(out, "input_format", o->input_format);
    names(out, "where", o->where, o->n_where);
    if (o->dedup_ids) text(out, "dedup", "id");
    day(out, "from", o->from);
    day(out, "to", o->to);
    fields(out, o->choices, o->n_choices);
}

/* Only what can change a result: not the number of jobs. */
bm_status bm_facts_options(bm_ctx *ctx, const bm_job *job, unsigned outputs, bm_buf *out)
{
    char iso3[4];
    bm_buf_putc(out, '{');
    output_names(out, outputs);
    read_options(out, &job->read);
    each_input(out, job->read.each, job->n_inputs);
    if (job->country && bm_country_from_text(bm_str_z(job->country), false, iso3)) text(out, "country", iso3);
    names(out, "dyads", job->dyads, job->n_dyads);
    key(out, "segment_length_km");
    bm_buf_double(out, job->segment_km);
    text(out, "segment_by",
         job->segment_lines ? bm_base_name(job->segment_lines)
         : job->by_province ? "admin1"
         : job->whole_dyads ? "dyad"
                            : "length");
    key(out, "max_distance_km");
    bm_buf_double(out, job->max_km);
    if (job->round_km > 0) {
        key(out, "round_km");
        bm_buf_double(out, job->round_km);
    }
    key(out, "bands_km");
    for (size_t i = 0; i < job->n_bands; i++) {
        bm_buf_putc(out, i ? ',' : '[');
        bm_buf_double(out, job->bands_km[i]);
    }
    bm_buf_puts(out, job->n_bands ? "]" : "[]");
    text(out, "scope", bm_scope_name(job->scope));
    text(out, "edges", job->edges == BM_EDGES_GEODESIC ? "geodesic" : "lonlat");
    names(out, "by", job->by, job->n_by);
    if (job->has_split) day(out, "split", job->split);
    text(out, "null", bm_null_kind_name(job->null));
    key(out, "draws");
    bm_buf_i64(out, job->draws);
    key(out, "seed");
    bm_buf_i64(out, (int64_t)job->seed);
    bm_buf_puts(out, "}");
    bm_buf_putc(out, '\0');
    return bm_buf_status(ctx, out);
}

static void data_info(const struct bm_setup *setup, size_t i, size_t *gazetteer, bm_buf *out)
{
    const char *role = setup->files[i].role, *json = NULL;
    if (bm_str_eq(bm_str_z(role), BM_LIT("gazetteer"))) {
        bm_gazetteer_info info;
        bm_gazetteer_get_info(setup->gazetteers[(*gazetteer)++], &info);
        json = info.json;
    } else if (bm_str_eq(bm_str_z(role), BM_LIT("borders"))) {
        bm_border_info info;
        bm_border_get_info(setup->border, &info);
        json = info.json;
    }
    if (!json || !json[0]) return;
    key(out, "about");
    bm_buf_puts(out, json);
}

/* A compiled file says what is in it: a hundred megabytes need not be read again. */
bm_status bm_facts_file(bm_ctx *ctx, const struct bm_data_file *file, bm_buf *out)
{
    bm_str role = bm_str_z(file->role);
    bool compiled = true;
    char sum[65] = "";
    uint64_t bytes;
    bm_status st = BM_OK;
    if (bm_str_eq(role, BM_LIT("gazetteer")))
        st = bm_gazetteer_sha256(ctx, file->path, sum, &bytes);
    else if (bm_str_eq(role, BM_LIT("borders")) || bm_str_eq(role, BM_LIT("compare_borders")))
        st = bm_border_sha256(ctx, file->path, sum, &bytes);
    if (st == BM_OK && !sum[0]) {
        compiled = false;
        st = bm_sha256_file(ctx, file->path, sum, &bytes);
    }
    if (st != BM_OK) return st;
    text(out, "role", file->role);
    text(out, "file", bm_base_name(file->path));
    key(out, "bytes");
    bm_buf_i64(out, (int64_t)bytes);
    text(out, compiled ? "content_sha256" : "sha256", sum);
    return BM_OK;
}

bm_status bm_facts_data(bm_ctx *ctx, const struct bm_setup *setup, bm_buf *out)
{
    size_t gazetteer = 0;
    bm_buf_putc(out, '[');
    for (size_t i = 0; i < setup->n_files; i++) {
        bm_buf_puts(out, i ? ",{" : "{");
        bm_status st = bm_facts_file(ctx, &setup->files[i], out);
        if (st != BM_OK) return st;
        data_info(setup, i, &gazetteer, out);
        bm_buf_putc(out, '}');
    }
    bm_buf_putc(out, ']');
    bm_buf_putc(out, '\0');
    return bm_buf_status(ctx, out);
}

bm_status bm_facts_versions(bm_ctx *ctx, unsigned outputs, bm_buf *out)
{
    struct bm_version versions[BM_VERSIONS_MAX];
    size_t n = bm_versions(versions);
    bm_buf_putc(out, '{');
    text(out, "bordermap", BM_VERSION);
    for (size_t i = 0; i < n; i++) text(out, versions[i].name, versions[i].text);
    if (outputs & (BM_OUTPUT_SHP | BM_OUTPUT_GPKG | BM_OUTPUT_FGB)) {
        char gdal[16];
        bm_vector_version(gdal); /* it wrote files, so it is loaded already */
        text(out, "gdal", gdal);
    }
    bm_buf_putc(out, '}');
    bm_buf_putc(out, '\0');
    return bm_buf_status(ctx, out);
}

void bm_describe_versions(bm_buf *out)
{
    struct bm_version versions[BM_VERSIONS_MAX];
    size_t n = bm_versions(versions);
    for (size_t i = 0; i < n; i++) bm_buf_printf(out, "%s %s\n", versions[i].name, versions[i].text);
    bm_buf_printf(out, "at need: %s\n", bm_opened_at_need());
}
