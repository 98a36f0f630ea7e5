#include "incident/day_order.h"
#include "base/str.h"
#include "incident/input.h"

#include <stdio.h>

enum { PIPE_LOOK = 1 << 20 };

struct evidence {
    uint64_t day_first, month_first, either; /* values that prove the one, the other, nothing */
    char example[48];                        /* of a value that proves nothing, "" if there was none */
    int column;
};

static void weigh(struct evidence *e, const struct bm_record *record, int column)
{
    struct bm_date date;
    bm_str text;

    if (column < 0 || (size_t)column >= record->n) return;
    text = bm_str_trim(record->values[column]);
    if (!text.p || !bm_date_parse(text, BM_ORDER_UNKNOWN, &date)) return;
    e->day_first += date.proves == BM_ORDER_DAY_FIRST;
    e->month_first += date.proves == BM_ORDER_MONTH_FIRST;
    if (!date.either) return;
    if (e->either++ > 0) return;
    e->column = column;
    snprintf(e->example, sizeof e->example, "%.*s", (int)bm_str_cut(text, sizeof e->example - 1).len, text.p);
}

static bm_status weigh_all(bm_ctx *ctx, struct bm_table *table, const struct bm_columns *columns,
                           struct evidence *e)
{
    struct bm_record record;
    bool more;
    bm_status st;
    for (;;) {
        if (bm_ctx_interrupted(ctx)) return bm_fail(ctx, BM_EINTERRUPTED, "interrupted");
        if ((st = table->next(ctx, table, &record, &more)) != BM_OK || !more) return st;
        if (record.no_record || record.skip) continue;
        weigh(e, &record, columns->of[BM_FIELD_DATE]);
        weigh(e, &record, columns->of[BM_FIELD_DATE_END]);
    }
}

/* Weighs a text, or the file when text is absent. */
static bm_status weigh_source(bm_ctx *ctx, const char *path, bm_str text, const struct bm_table_wish *wish,
                              const struct bm_columns *columns, struct evidence *e)
{
    struct bm_table *table = NULL;
    bm_status st;

    *e = (struct evidence){.column = -1};
    st = text.p ? bm_table_open_text(ctx, text, wish, &table) : bm_table_open(ctx, path, wish, &table);
    if (st == BM_OK) st = weigh_all(ctx, table, columns, e);
    bm_table_close(table);
    return st;
}

static bm_status decide(bm_ctx *ctx, const struct bm_table *table, const struct evidence *e, const char *src,
                        bm_issue_list *issues, enum bm_day_order *out)
{
    bm_str column = e->column >= 0 ? bm_str_z(table->columns[e->column]) : (bm_str){NULL, 0};
    bm_str example = bm_str_z(e->example[0] ? e->example : NULL);

    if (e->day_first && !e->month_first) *out = BM_ORDER_DAY_FIRST;
    if (e->month_first && !e->day_first) *out = BM_ORDER_MONTH_FIRST;
    if (!e->either) return BM_OK;
    if (e->day_first && e->month_first)
        return bm_issue_add(
            ctx, issues, BM_WARNING, src, 0, 0, column, example,
            "one order of day and month; %llu values are day first, %llu month first, %llu could "
            "be both and are read day first",
            (unsigned long long)e->day_first, (unsigned long long)e->month_first,
            (unsigned long long)e->either);
    if (*out == BM_ORDER_UNKNOWN) {
        *out = BM_ORDER_DAY_FIRST;
        return bm_issue_add(ctx, issues, BM_WARNING, src, 0, 0, column, example,
                            "some day above 12 in the column, to tell day from month; read day first");
    }
    return bm_issue_add(ctx, issues, BM_NOTE, src, 0, 0, column, example, "dates; the %s comes first here",
                        *out == BM_ORDER_DAY_FIRST ? "day" : "month");
}

bm_status bm_day_order_find(bm_ctx *ctx, const char *path, const struct bm_table_wish *wish,
                            struct bm_table *table, const struct bm_columns *columns, const char *src,
                            bm_issue_list *issues, enum bm_day_order *out)
{
    struct evidence e;
    bm_str head = {NULL, 0};
    bool whole = false;
    bm_status st;

    *out = BM_ORDER_UNKNOWN;
    if (columns->of[BM_FIELD_DATE] < 0 && columns->of[BM_FIELD_DATE_END] < 0) return BM_OK;
    if (table->input) {
        /* A live pipe is only waited for until its first record is there. */
        unsigned lines = table->delimiter && !table->headless ? 2 : 1;
        if ((st = bm_input_peek(ctx, table->input, BM_TABLE_LOOK, lines, &head, &whole)) != BM_OK) return st;
        if ((st = weigh_source(ctx, path, head, wish, columns, &e)) != BM_OK) return st;
        if (!e.either && !e.day_first && !e.month_first) return BM_OK;
    }
    if (!whole && (!table->input || bm_input_is_regular(table->input))) {
        if ((st = weigh_source(ctx, path, (bm_str){NULL, 0}, wish, columns, &e)) != BM_OK) return st;
    } else if (!whole) {
        if ((st = bm_input_peek(ctx, table->input, PIPE_LOOK, 0, &head, &whole)) != BM_OK) return st;
        if ((st = weigh_source(ctx, path, head, wish, columns, &e)) != BM_OK) return st;
    }
    return decide(ctx, table, &e, src, issues, out);
}
