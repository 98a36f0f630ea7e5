#include "incident/row.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "incident/input.h"
#include "incident/number.h"

#include <math.h>
#include <stdio.h>

/* True if no byte has its top bit set; eight at a time, since nearly all text is ASCII. */
static bool is_ascii(const char *p, size_t n)
{
    uint64_t bits = 0, word;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        memcpy(&word, p + i, 8);
        bits |= word;
    }
    for (; i < n; i++) bits |= (uint64_t)(unsigned char)p[i] & 0x80;
    return (bits & UINT64_C(0x8080808080808080)) == 0;
}

/* Values lie side by side in a record's block: it may be valid where one of them begins within a character. */
static bool is_utf8(const struct bm_record *record)
{
    if (is_ascii(record->block, record->block_len)) return true;
    for (size_t i = 0; i < record->n; i++)
        if (record->values[i].len > 0 && ((unsigned char)record->values[i].p[0] & 0xC0) == 0x80) return false;
    return bm_utf8_valid(bm_str_of(record->block, record->block_len));
}

bm_status bm_row_begin(bm_ctx *ctx, struct bm_row_maker *maker, const struct bm_record *record,
                       uint64_t src_row, bm_incident_batch *batch, struct bm_row_work *out)
{
    char *block = bm_arena_alloc(batch->arena, record->block_len + 1);
    if (!block) return bm_fail(ctx, BM_ENOMEM, "out of memory for a record of '%s'", maker->src);
    if (record->block_len) memcpy(block, record->block, record->block_len);
    block[record->block_len] = '\0';
    *out = (struct bm_row_work){
        .ctx = ctx, .maker = maker, .record = record, .batch = batch, .block = block, .src_row = src_row};
    out->utf8 = is_utf8(record);
    return BM_OK;
}

bm_str bm_row_column_name(const struct bm_row_work *work, int column)
{
    const struct bm_table *table = work->maker->table;
    return column >= 0 && (size_t)column < table->n_columns ? bm_str_z(table->columns[column])
                                                            : (bm_str){NULL, 0};
}

/* Stray bytes become characters; the first time in a file an issue says so. */
static bm_str decode(struct bm_row_work *work, int column, bm_str value)
{
    char *text = bm_arena_alloc(work->batch->arena, 3 * value.len);
    if (!text) {
        work->status = bm_fail(work->ctx, BM_ENOMEM, "out of memory for a record of '%s'", work->maker->src);
        return (bm_str){NULL, 0};
    }
    value = bm_str_of(text, bm_decode_1252(value, text));
    if (!work->maker->saw_1252) {
        work->maker->saw_1252 = true;
        BM_ROW_WARN(work, column, value, BM_EXPECTED_UTF8);
    }
    return value;
}

bm_str bm_row_value(struct bm_row_work *work, int column)
{
    const struct bm_record *r = work->record;
    bm_str value;
    if (column < 0 || (size_t)column >= r->n || !r->values[column].p) return (bm_str){NULL, 0};
    value = bm_str_of(work->block + (r->values[column].p - r->block), r->values[column].len);
    if ((unsigned char)value.p[0] <= ' ' || (unsigned char)value.p[value.len - 1] <= ' ' ||
        (((unsigned char)value.p[0] | (unsigned char)value.p[value.len - 1]) & 0x80))
        value = bm_str_trim(value);
    if (!work->utf8 && value.p && !bm_utf8_valid(value)) value = decode(work, column, value);
    return value;
}

static bm_str field(struct bm_row_work *work, bm_field f)
{
    return bm_row_value(work, work->maker->columns.of[f]);
}

static int64_t count(struct bm_row_work *work, bm_field f)
{
    int column = work->maker->columns.of[f];
    bm_str text = bm_row_value(work, column);
    int64_t value;

    if (!text.p) return BM_NO_COUNT;
    if (!bm_parse_count(text, &value)) {
        BM_ROW_WARN(work, column, text, "a whole number");
        return BM_NO_COUNT;
    }
    if (value >= 0) return value;
    /* GTD writes -9 and -99 for unknown. */
    if (work->maker->columns.scale != BM_SCALE_GTD || (value != -9 && value != -99))
        BM_ROW_WARN(work, column, text, "a whole number, not below 0");
    return BM_NO_COUNT;
}

static void identify(struct bm_row_work *work, bm_incident *out)
{
    size_t src_len;
    char *text;

    out->inc_id = field(work, BM_FIELD_ID);
    out->has_own_id = out->inc_id.p != NULL;
    if (out->has_own_id) return;
    src_len = strlen(out->src);
    text = bm_arena_alloc(work->batch->arena, src_len + 24);
    if (!text) {
        work->status = bm_fail(work->ctx, BM_ENOMEM, "out of memory for a record of '%s'", out->src);
        return;
    }
    memcpy(text, out->src, src_len);
    int n = snprintf(text + src_len, 24, ":%llu", (unsigned long long)out->src_row);
    out->inc_id = bm_str_of(text, src_len + (size_t)n);
}

static void take_extra(struct bm_row_work *work, bm_incident *out)
{
    const struct bm_row_maker *maker = work->maker;
    bm_str *extra;

    if (maker->n_extra == 0) return;
    extra = bm_arena_calloc(work->batch->arena, maker->n_extra, sizeof *extra);
    if (!extra) {
        work->status = bm_fail(work->ctx, BM_ENOMEM, "out of memory for a record of '%s'", maker->src);
        return;
    }
    for (size_t i = 0; i < maker->n_extra_of; i++)
        if (maker->extra_of[i] >= 0) extra[maker->extra_of[i]] = bm_row_value(work, (int)i);
    out->extra = extra;
}

/* Too few or too many fields, and quotes that do not close. */
static void look_at_shape(struct bm_row_work *work)
{
    const struct bm_record *r = work->record;
    const struct bm_input *input = work->maker->table->input;
    size_t columns = work->maker->table->n_columns, last = r->n;

    if (r->unclosed) {
        char text[BM_FOUND_ROOM];
        BM_ROW_WARN(work, -1, bm_printable(r->raw, text),
                    "a closing quote; this line was taken as it stands");
    }
    bool replaced = r->block_len && memmem(r->block, r->block_len, "\xEF\xBF\xBD", 3);
    if (r->had_half || (replaced && input && bm_input_broken(input) > 0))
        BM_ROW_WARN(work, -1, BM_LIT("half a surrogate pair"), "characters; U+FFFD stands where one is not whole");
    else if (r->had_nul || (replaced && input && bm_input_nuls(input) > 0))
        BM_ROW_WARN(work, -1, BM_LIT("NUL"), "text; U+FFFD stands where a NUL was");
    if (r->trouble) BM_ROW_WARN(work, -1, bm_str_z(r->trouble), "a record that can be read whole");
    if (r->geometry)
        BM_ROW_WARN(work, -1, bm_str_z(r->geometry), "a point; other geometries give no coordinates");
    if (r->n == columns) return;
    if (r->n < columns) {
        char found[32];
        int n = snprintf(found, sizeof found, "%zu field%s", r->n, r->n == 1 ? "" : "s");
        BM_ROW_WARN(work, -1, bm_str_of(found, (size_t)n), "%zu field%s; the missing ones are empty", columns,
                    columns == 1 ? "" : "s");
        return;
    }
    while (last > columns && !r->values[last - 1].p) last--;
    if (last > columns)
        BM_ROW_WARN(work, -1, bm_row_value(work, (int)columns), "%zu field%s, not %zu; the rest is left out",
                    columns, columns == 1 ? "" : "s", r->n);
}

/* In words where a number says it: type_of_violence of the UCDP GED codebook 23.1. */
static bm_str event_type(struct bm_row_work *work)
{
    static const char *const types[] = {"state-based conflict", "non-state conflict", "one-sided violence"};
    bm_str value = field(work, BM_FIELD_EVENT_TYPE);
    if (!work->maker->columns.violence_types || value.len != 1 || value.p[0] < '1' || value.p[0] > '3')
        return value;
    return bm_str_z(types[value.p[0] - '1']);
}

bm_status bm_row_make(struct bm_row_work *work, bm_incident *out)
{
    *out = (bm_incident){.src = work->maker->src,
                         .src_row = work->src_row,
                         .line = work->record->line,
                         .d_start = BM_NO_DAY,
                         .d_end = BM_NO_DAY,
                         .lon_deg = NAN,
                         .lat_deg = NAN,
                         .killed = BM_NO_COUNT,
                         .injured = BM_NO_COUNT};
    look_at_shape(work);
    identify(work, out);
    bm_row_dates(work, out);
    out->place = field(work, BM_FIELD_PLACE);
    out->admin1 = field(work, BM_FIELD_ADMIN1);
    out->admin2 = field(work, BM_FIELD_ADMIN2);
    bm_row_country(work, out);
    bm_row_coordinates(work, out);
    bm_row_precision(work, out);
    out->etype = event_type(work);
    out->actor1 = field(work, BM_FIELD_ACTOR1);
    out->actor2 = field(work, BM_FIELD_ACTOR2);
    out->killed = count(work, BM_FIELD_KILLED);
    out->injured = count(work, BM_FIELD_INJURED);
    out->source = field(work, BM_FIELD_SOURCE);
    out->notes = field(work, BM_FIELD_NOTES);
    take_extra(work, out);
    return work->status;
}
