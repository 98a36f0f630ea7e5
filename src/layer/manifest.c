/* manifest.json: what a folder was made from, and what must be in it. The same run gives the same bytes: no
 * time, no folders' names. */
#include "base/str.h"
#include "layer/writer.h"

static void text(bm_buf *out, const char *before, const char *z)
{
    bm_buf_puts(out, before);
    bm_buf_json(out, bm_str_z(z));
}

static void number(bm_buf *out, const char *before, uint64_t value)
{
    bm_buf_printf(out, "%s%llu", before, (unsigned long long)value);
}

static void put_digest(const struct bm_digest *digest, bm_buf *out)
{
    if (!digest->known) {
        bm_buf_puts(out, ", \"bytes\": null, \"sha256\": null");
        return;
    }
    number(out, ", \"bytes\": ", digest->bytes);
    text(out, ", \"sha256\": ", digest->sha256);
    if (digest->dbf_sha256[0]) text(out, ", \"dbf_sha256\": ", digest->dbf_sha256);
}

static void put_source(const bm_source *source, const struct bm_digest *digest, bm_buf *out)
{
    char delimiter[2] = {source->delimiter, '\0'};
    bool any = false;
    text(out, "{\"name\": ", source->src);
    put_digest(digest, out);
    text(out, ",\n     \"format\": ", source->format);
    text(out, ", \"preset\": ", source->preset);
    text(out, ", \"encoding\": ", source->encoding);
    text(out, ", \"delimiter\": ", source->delimiter ? delimiter : NULL);
    number(out, ",\n     \"read\": ", source->n_read);
    number(out, ", \"rejected\": ", source->n_rejected);
    number(out, ", \"filtered\": ", source->n_filtered);
    if (source->n_repeated) number(out, ", \"repeated_ids_dropped\": ", source->n_repeated);
    bm_buf_puts(out, ",\n     \"columns\": {");
    for (int i = 0; i < BM_FIELD_COUNT; i++) {
        if (!source->column_of[i]) continue;
        bm_buf_printf(out, "%s\"%s\": ", any ? ", " : "", bm_field_name((bm_field)i));
        bm_buf_json(out, bm_str_z(source->column_of[i]));
        any = true;
    }
    bm_buf_puts(out, "}}");
}

static void put_made(const struct bm_made *made, bm_buf *out)
{
    text(out, "{\"name\": ", made->name);
    number(out, ", \"bytes\": ", made->bytes);
    text(out, ", \"sha256\": ", made->sha256);
    if (made->has_rows) number(out, ", \"rows\": ", made->rows);
    if (made->layer_rows) {
        bm_buf_puts(out, ", \"layers\": ");
        for (int kind = 0; kind < BM_LAYER_KINDS; kind++)
            bm_buf_printf(out, "%c\"%s\": %llu", kind ? ',' : '{', bm_layer_names[kind],
                          (unsigned long long)made->layer_rows[kind]);
        bm_buf_putc(out, '}');
    }
    bm_buf_putc(out, '}');
}

static void put_counts(const bm_counts *counts, bm_buf *out)
{
    number(out, "  \"counts\": {\"read\": ", counts->read);
    for (int s = BM_PLACE_STATUS_COUNT - 1; s >= 0; s--)
        bm_buf_printf(out, ", \"%s\": %llu", bm_place_status_name((bm_place_status)s),
                      (unsigned long long)counts->status[s]);
    number(out, ", \"rejected\": ", counts->rejected);
    number(out, ", \"filtered\": ", counts->filtered);
    if (counts->off_day) number(out, ", \"outside_border_days\": ", counts->off_day);
    bm_buf_puts(out, ",\n    \"by_match\": {");
    for (int m = 0; m <= BM_MATCH_AREA; m++)
        bm_buf_printf(out, "%s\"%s\": %llu", m ? ", " : "", bm_match_name((bm_match)m),
                      (unsigned long long)counts->by_match[m]);
    bm_buf_puts(out, "}},\n");
}

static void put_json(bm_buf *out, const char *name, const char *json)
{
    bm_buf_printf(out, "  \"%s\": %s,\n", name, json ? json : "null");
}

bm_status bm_manifest_write(bm_ctx *ctx, const struct bm_writer *writer, const bm_manifest_facts *facts,
                            const struct bm_digest *digests, bm_buf *out)
{
    bm_buf_puts(out, "{\n  \"inputs\": [");
    for (size_t i = 0; i < facts->n_sources; i++) {
        bm_buf_puts(out, i ? ",\n    " : "\n    ");
        put_source(&facts->sources[i], &digests[i], out);
    }
    bm_buf_puts(out, "\n  ],\n  \"outputs\": [");
    for (size_t i = 0; i < writer->n_made; i++) {
        if (writer->made[i].unlisted) continue; /* never the first */
        bm_buf_puts(out, i ? ",\n    " : "\n    ");
        put_made(&writer->made[i], out);
    }
    bm_buf_puts(out, "\n  ],\n  \"skipped\": [");
    bm_buf_put(out, writer->skipped.p, writer->skipped.len);
    bm_buf_puts(out, "\n  ],\n");
    put_counts(facts->counts, out);
    put_json(out, "options", facts->options_json);
    put_json(out, "data", facts->data_json);
    put_json(out, "versions", facts->versions_json);
    bm_buf_puts(out, "  \"messages\": [");
    bm_buf_put(out, writer->messages.p, writer->messages.len);
    bm_buf_puts(out, "\n  ]\n}\n");
    return bm_buf_status(ctx, out);
}
