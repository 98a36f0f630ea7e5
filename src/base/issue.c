#include "bordermap/issue.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

enum { FOUND_MAX = 200, EXPECTED_MAX = 400 };

const char *bm_severity_name(bm_severity severity)
{
    switch (severity) {
    case BM_NOTE: return "note";
    case BM_WARNING: return "warning";
    case BM_REJECTED: return "rejected";
    }
    return "unknown";
}

/* Room for one more item in the arena. */
static bm_issue *add_item(bm_issue_list *list)
{
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 16;
        bm_issue *items = bm_arena_alloc(list->arena, cap * sizeof *items);
        if (!items) return NULL;
        if (list->n) memcpy(items, list->items, list->n * sizeof *items);
        list->items = items;
        list->cap = cap;
    }
    return &list->items[list->n++];
}

bm_status bm_issue_add(bm_ctx *ctx, bm_issue_list *list, bm_severity severity, const char *src,
                       uint64_t src_row, uint64_t line, bm_str column, bm_str found,
                       const char *expected_format, ...)
{
    char expected[EXPECTED_MAX];
    bool ok = true;
    va_list args;
    va_start(args, expected_format);
    vsnprintf(expected, sizeof expected, expected_format, args);
    va_end(args);

    bm_issue *issue = add_item(list);
    if (!issue) return bm_fail(ctx, BM_ENOMEM, "out of memory for a list of issues");
    *issue = (bm_issue){
        .severity = severity,
        .src = src,
        .src_row = src_row,
        .line = line,
        .column = bm_arena_copy(list->arena, column, &ok),
        .found = bm_arena_copy(list->arena, bm_str_cut(found, FOUND_MAX), &ok),
        .expected = bm_arena_copy(list->arena, bm_str_cut(bm_str_z(expected), EXPECTED_MAX - 4), &ok),
    };
    return ok ? BM_OK : bm_fail(ctx, BM_ENOMEM, "out of memory for a list of issues");
}
