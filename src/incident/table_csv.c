/* CSV and TSV as a table: header, files without one, HXL tags. */
#include "adapt/csv.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "incident/field_names.h"
#include "incident/input.h"
#include "incident/date.h"
#include "incident/table.h"

#include <stdio.h>

struct csv_state {
    bm_csv *csv;
    bool pending; /* the first record is data and was read already */
    bool past_first;
    bm_csv_record record;
};

static void free_state(bm_ctx *ctx, void *state)
{
    struct csv_state *s = state;
    if (!s) return;
    bm_csv_close(s->csv);
    bm_free(ctx, s);
}

static bool buffered(const struct bm_table *table)
{
    const struct csv_state *s = table->state;
    return s->pending || bm_csv_buffered(s->csv);
}

static bm_status next(bm_ctx *ctx, struct bm_table *table, struct bm_record *out, bool *more)
{
    struct csv_state *s = table->state;
    bm_csv_record *r = &s->record;
    bm_status st;

    *out = (struct bm_record){0};
    *more = true;
    if (!s->pending && (st = bm_csv_next(ctx, s->csv, r, more)) != BM_OK) return st;
    s->pending = false;
    if (!*more) return BM_OK;
    out->values = r->fields;
    out->n = r->n;
    out->block = r->text;
    out->block_len = r->text_len;
    out->line = r->line;
    out->offset = r->offset;
    out->unclosed = r->unclosed;
    out->raw = out->found = r->raw;
    if (r->too_long)
        out->no_record = "a record of at most 16 MB";
    else if (r->text_len == 0)
        out->no_record = "a record: every field of this one is empty";
    out->skip = !s->past_first && bm_is_hxl_row(r->fields, r->n);
    s->past_first = true;
    return BM_OK;
}

/* --- header --- */

static bool is_number_or_date(bm_str value)
{
    double number;
    struct bm_date date;
    return bm_parse_double(value, &number) || bm_date_parse(value, BM_ORDER_UNKNOWN, &date);
}

/* True if some name of the header is in the lists of usual names. */
static bool knows_a_name(const bm_csv_record *r)
{
    for (size_t i = 0; i < r->n; i++) {
        bm_str name = bm_str_trim(r->fields[i]);
        for (int f = 0; f < BM_FIELD_COUNT && name.p; f++)
            for (const char *const *u = bm_usual_names((bm_field)f); *u; u++)
                if (bm_same_name(name, bm_str_z(*u))) return true;
    }
    return false;
}

/* A first record that holds data: GDELT's shape, numbers or dates among its fields and no known name, or
 * columns that the user calls by number. */
static bool is_headless(const bm_csv_record *r, const struct bm_table_wish *wish, bool *is_gdelt)
{
    int64_t number;
    struct bm_date date;
    bool any = false;

    *is_gdelt = r->n == BM_GDELT_COLUMNS && bm_parse_i64(r->fields[0], &number) && r->fields[1].len == 8 &&
                bm_date_parse(r->fields[1], BM_ORDER_UNKNOWN, &date);
    if (*is_gdelt) return true;
    if (wish->preset && strcmp(wish->preset, "gdelt") == 0 && r->n == BM_GDELT_COLUMNS) {
        *is_gdelt = !bm_same_name(r->fields[0], bm_str_z(bm_gdelt_columns[0]));
        return *is_gdelt;
    }
    if (knows_a_name(r)) return false;
    for (size_t i = 0; i < r->n; i++)
        any = any || (r->fields[i].p && is_number_or_date(bm_str_trim(r->fields[i])));
    return any || wish->numbers_only;
}

/* Names given so far: name -> column + 1, and for each column the number that its next namesake gets. */
struct name_book {
    bm_map map;
    size_t *next_copy, *twin_of;
};

/* The name of column i: as written, decoded, made up when empty, numbered when it came before. */
static bm_status name_column(bm_ctx *ctx, bm_arena *arena, struct name_book *book, size_t i, bm_str raw,
                             const char **out)
{
    bm_str name = bm_str_trim(raw);
    char *text = bm_arena_alloc(arena, 3 * name.len + 24);
    uint64_t *slot;
    bool added;
    bm_status st;

    if (!text) return bm_fail(ctx, BM_ENOMEM, "out of memory for a header");
    size_t n = name.p ? bm_decode_1252(name, text) : (size_t)snprintf(text, 24, "col%zu", i + 1);
    text[n] = '\0';
    *out = text;
    if ((st = bm_map_add(&book->map, bm_str_of(text, n), &slot, &added)) != BM_OK) return st;
    size_t first = added ? i : (size_t)*slot - 1;
    while (!added) {
        int more = snprintf(text + n, 24, "_%zu", ++book->next_copy[first] + 1);
        if ((st = bm_map_add(&book->map, bm_str_of(text, n + (size_t)more), &slot, &added)) != BM_OK)
            return st;
    }
    *slot = i + 1;
    book->twin_of[i] = first;
    return BM_OK;
}

static bm_status name_columns(bm_ctx *ctx, struct bm_table *table, const bm_csv_record *r)
{
    size_t room = r->n ? r->n : 1;
    const char **names = bm_arena_calloc(table->arena, room, sizeof *names);
    struct name_book book = {.next_copy = bm_arena_calloc(table->arena, room, sizeof *book.next_copy),
                             .twin_of = bm_arena_calloc(table->arena, room, sizeof *book.twin_of)};
    bm_status st = BM_OK;

    if (!names || !book.next_copy || !book.twin_of)
        return bm_fail(ctx, BM_ENOMEM, "out of memory for a header");
    bm_map_init(&book.map, ctx);
    for (size_t i = 0; i < r->n && st == BM_OK; i++) {
        bm_str raw = table->headless ? (bm_str){NULL, 0} : r->fields[i];
        if (table->is_gdelt) {
            names[i] = bm_gdelt_columns[i];
            book.twin_of[i] = i;
        } else {
            st = name_column(ctx, table->arena, &book, i, raw, &names[i]);
        }
    }
    bm_map_free(&book.map);
    table->columns = names;
    table->twin_of = book.twin_of;
    table->n_columns = r->n;
    return st;
}

enum { SEP_LOOK = 4096 };

/* Excel's first line "sep=;" names the delimiter and is no record: it is read away. */
static bm_status read_sep(bm_ctx *ctx, struct bm_input *input, bm_str *head, bm_csv_options *options)
{
    char line[8];
    size_t len = 5, got = 0;
    bm_status st = BM_OK;
    bool whole;

    if (head->len < 6 || !bm_str_ieq(bm_str_of(head->p, 4), BM_LIT("sep="))) return BM_OK;
    if (head->p[len] == '\r') len++;
    if (len >= head->len || head->p[len] != '\n') return BM_OK;
    options->delimiter = head->p[4];
    /* The header has to be looked at before it is read: what comes later of a pipe is not kept. */
    if ((st = bm_input_peek(ctx, input, SEP_LOOK, 2, head, &whole)) != BM_OK) return st;
    options->line = 2;
    options->offset = ++len;
    while (len > 0 && st == BM_OK) {
        st = bm_input_read(ctx, input, line, len, &got);
        len -= got;
    }
    return st;
}

bm_status bm_table_open_csv(bm_ctx *ctx, struct bm_table *table, const struct bm_table_wish *wish)
{
    bm_csv_options options = {0};
    bool gdelt = wish->preset && strcmp(wish->preset, "gdelt") == 0, more, whole;
    struct csv_state *s;
    void *p = NULL;
    bm_str head;
    bm_status st;

    if ((st = bm_calloc(ctx, 1, sizeof *s, &p)) != BM_OK) return st;
    s = table->state = p;
    table->free_state = free_state;
    table->next = next;
    table->buffered = buffered;
    table->has_offsets = true;
    if ((st = bm_input_peek(ctx, table->input, BM_TABLE_LOOK, 1, &head, &whole)) != BM_OK) return st;
    options.delimiter = '\t';
    if (!wish->format || strcmp(wish->format, "tsv") != 0) options.delimiter = bm_csv_guess_delimiter(head);
    if ((st = read_sep(ctx, table->input, &head, &options)) != BM_OK) return st;
    /* GDELT writes no quotes: one in a name is a character. */
    const char *line_end = memchr(head.p, '\n', head.len);
    size_t first_len = line_end ? (size_t)(line_end - head.p) : head.len, tabs = 0;
    for (size_t i = 0; i < first_len; i++) tabs += head.p[i] == '\t';
    options.no_quotes = gdelt || (options.delimiter == '\t' && tabs == BM_GDELT_COLUMNS - 1 &&
                                  first_len > 0 && head.p[0] >= '0' && head.p[0] <= '9');
    if ((st = bm_csv_open(ctx, bm_input_read, table->input, &options, &s->csv)) != BM_OK) return st;
    if ((st = bm_csv_next(ctx, s->csv, &s->record, &more)) != BM_OK) return st;
    if (!more) return bm_fail(ctx, BM_EFORMAT, "it is empty");
    if (s->record.too_long) return bm_fail(ctx, BM_EFORMAT, "its first line is longer than 16 MB");
    table->delimiter = bm_csv_delimiter(s->csv);
    table->format = table->delimiter == '\t' ? "tsv" : "csv";
    table->headless = is_headless(&s->record, wish, &table->is_gdelt);
    s->pending = s->past_first = table->headless;
    return name_columns(ctx, table, &s->record);
}
