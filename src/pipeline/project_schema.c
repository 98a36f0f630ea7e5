/* The schema that is published, made from the table that reads: geodata/project.schema.json is its output. */
#include "base/str.h"
#include "pipeline/project.h"

#include <string.h>

static void put_choices(bm_buf *out, const char *choices, char bar)
{
    const char *comma = "";
    bm_buf_puts(out, "\"enum\": [");
    for (const char *p = choices; p;) {
        const char *end = strchr(p, bar);
        bm_buf_puts(out, comma);
        bm_buf_json(out, bm_str_of(p, end ? (size_t)(end - p) : strlen(p)));
        comma = ", ";
        p = end ? end + 1 : NULL;
    }
    bm_buf_putc(out, ']');
}

static void put_range(bm_buf *out, const struct bm_key *key)
{
    bm_buf_puts(out, "\"type\": \"number\", \"minimum\": ");
    bm_buf_double(out, key->min);
    bm_buf_puts(out, ", \"maximum\": ");
    bm_buf_double(out, key->max);
}

/* One text or a list of such texts. */
static void put_texts(bm_buf *out, const char *item)
{
    bm_buf_printf(out, "\"anyOf\": [{%s}, {\"type\": \"array\", \"items\": {%s}}]", item, item);
}

static void put_outputs(bm_buf *out, bm_ctx *ctx)
{
    bm_buf item;
    bm_buf_init(&item, ctx);
    put_choices(&item, bm_output_names(), ',');
    bm_buf_putc(&item, '\0');
    if (item.failed)
        out->failed = true;
    else
        put_texts(out, item.p);
    bm_buf_free(&item);
}

static void put_fields(bm_buf *out)
{
    bm_buf_puts(out, "\"type\": \"object\", \"properties\": {");
    for (int f = 0; f < BM_FIELD_COUNT; f++)
        bm_buf_printf(out, "%s\"%s\": {\"type\": \"string\"}", f ? ", " : "", bm_field_name((bm_field)f));
    bm_buf_puts(out, "}, \"patternProperties\": {\"^_\": {}}, \"additionalProperties\": false");
}

static void put_object(bm_buf *out, const struct bm_key *keys, size_t n, const char *indent);

static void put_inputs(bm_buf *out)
{
    size_t n;
    const struct bm_key *keys = bm_project_input_keys(&n);
    bm_buf_puts(out, "\"type\": \"array\", \"minItems\": 1, \"items\": {\"anyOf\": [\n"
                     "      {\"type\": \"string\", \"minLength\": 1},\n      {");
    put_object(out, keys, n, "      ");
    bm_buf_puts(out, "}]}");
}

static void put_type(bm_buf *out, const struct bm_key *key)
{
    static const char text[] = "\"type\": \"string\", \"minLength\": 1";
    switch (key->kind) {
    case BM_KEY_TEXT:
    case BM_KEY_PATH:
    case BM_KEY_FILE_OR:
    case BM_KEY_COUNTRY: bm_buf_puts(out, text); break;
    case BM_KEY_TEXTS:
    case BM_KEY_PATHS: put_texts(out, text); break;
    case BM_KEY_DYADS: put_texts(out, "\"type\": \"string\", \"pattern\": \"^[A-Z]{3}-[A-Z]{3}$\""); break;
    case BM_KEY_CONDITIONS: put_texts(out, "\"type\": \"string\", \"pattern\": \"^[^=]+=\""); break;
    case BM_KEY_FIRST_DAY:
    case BM_KEY_LAST_DAY:
        bm_buf_puts(out, "\"type\": \"string\", \"pattern\": \"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$\"");
        break;
    case BM_KEY_NUMBER: put_range(out, key); break;
    case BM_KEY_NUMBERS:
        bm_buf_puts(out, "\"type\": \"array\", \"items\": {");
        put_range(out, key);
        bm_buf_putc(out, '}');
        break;
    case BM_KEY_CHOICE:
    case BM_KEY_NAME: put_choices(out, key->choices, '|'); break;
    case BM_KEY_OUTPUTS: put_outputs(out, out->ctx); break;
    case BM_KEY_FIELDS: put_fields(out); break;
    case BM_KEY_INPUTS: put_inputs(out); break;
    }
}

static void put_object(bm_buf *out, const struct bm_key *keys, size_t n, const char *indent)
{
    const char *comma = "";
    bm_buf_puts(out, "\"type\": \"object\", \"properties\": {\n");
    for (size_t i = 0; i < n; i++) {
        bm_buf_printf(out, "%s%s  \"%s\": {\"description\": ", i ? ",\n" : "", indent, keys[i].name);
        bm_buf_json(out, bm_str_z(keys[i].help));
        bm_buf_puts(out, ", ");
        put_type(out, &keys[i]);
        bm_buf_putc(out, '}');
    }
    bm_buf_printf(out,
                  "\n%s},\n%s\"patternProperties\": {\"^_\": {\"description\": \"a comment\"}},\n"
                  "%s\"additionalProperties\": false, \"required\": [",
                  indent, indent, indent);
    for (size_t i = 0; i < n; i++) {
        if (!keys[i].needed) continue;
        bm_buf_printf(out, "%s\"%s\"", comma, keys[i].name);
        comma = ", ";
    }
    bm_buf_putc(out, ']');
}

bm_status bm_project_schema(bm_ctx *ctx, bm_buf *out)
{
    size_t n;
    const struct bm_key *keys = bm_project_keys(&n);
    bm_buf_puts(out, "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
                     "  \"title\": \"a bordermap project\",\n  ");
    put_object(out, keys, n, "  ");
    bm_buf_puts(out, "\n}\n");
    return bm_buf_status(ctx, out);
}
