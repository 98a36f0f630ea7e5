#include "incident/json_cut.h"
#include "base/mem.h"
#include "base/str.h"

enum { LOOK = 64 * 1024 };
#ifdef BM_SMALL_BLOCKS /* fuzzers: short inputs meet the ends of blocks too */
enum { BLOCK = 96 };
#else
enum { BLOCK = 256 * 1024 };
#endif

struct bm_json_cutter {
    bm_ctx *ctx;
    struct bm_input *input;
    bool by_line, eof, ended;
    char *p;
    size_t cap, len;
    size_t start, pos; /* of the element, of the next byte to look at */
    uint64_t base;     /* offset of p[0] */
    uint64_t line;     /* of p[pos] */
    size_t skip;       /* bytes still to be skipped at the start */
    int depth;
    char head[200]; /* of an element that is too long */
    bool in_string, dropping;
    bool wrapped;   /* the first array is a member of an object */
    bool in_array;  /* elements are those of an array */
    bool in_object; /* that array is a member of an object */
};

static const char *find_list(const char *p, const char *end);

bm_status bm_json_cut_open(bm_ctx *ctx, struct bm_input *input, bool by_line, size_t skip, bool wrapped,
                           struct bm_json_cutter **out)
{
    void *p = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof(struct bm_json_cutter), &p);
    *out = p;
    if (st != BM_OK) return st;
    (*out)->ctx = ctx;
    (*out)->input = input;
    (*out)->by_line = by_line;
    (*out)->skip = skip;
    (*out)->line = 1;
    (*out)->in_array = skip > 0 && !by_line;
    (*out)->wrapped = (*out)->in_object = wrapped;
    return BM_OK;
}

void bm_json_cut_close(struct bm_json_cutter *cutter)
{
    if (!cutter) return;
    bm_free(cutter->ctx, cutter->p);
    bm_free(cutter->ctx, cutter);
}

bool bm_json_cut_buffered(const struct bm_json_cutter *cutter)
{
    const struct bm_json_cutter *c = cutter;
    size_t at = c->pos + (c->pos < c->len && c->p[c->pos] == '\n');
    return c->eof || (at < c->len && memchr(c->p + at, '\n', c->len - at) != NULL);
}

/* Reads more; keeps the bytes from start on, or nothing while dropping. */
static bm_status fill(bm_ctx *ctx, struct bm_json_cutter *c)
{
    size_t keep = c->dropping ? c->pos : c->start, n = 0;
    void *p = c->p;
    bm_status st;

    if (keep > 0) {
        memmove(c->p, c->p + keep, c->len - keep);
        c->base += keep;
        c->len -= keep;
        c->pos -= keep;
        c->start = c->start > keep ? c->start - keep : 0;
    }
    st = bm_grow(ctx, &p, &c->cap, c->len + BLOCK, 1);
    c->p = p;
    if (st != BM_OK) return st;
    if ((st = bm_input_read(ctx, c->input, c->p + c->len, c->cap - c->len, &n)) != BM_OK) return st;
    c->len += n;
    c->eof = n == 0;
    return BM_OK;
}

static void count_lines(struct bm_json_cutter *c, size_t from, size_t to)
{
    const char *p = c->p + from, *end = c->p + to;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        c->line++;
        p++;
    }
}

static bool is_gap(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == ',' || c == '\x1E';
}

/* The end of a string whose text starts at `from`; 0 if it is not held. */
static size_t string_end(const struct bm_json_cutter *c, size_t from)
{
    while (from < c->len) {
        const char *quote = memchr(c->p + from, '"', c->len - from);
        if (!quote) return 0;
        size_t at = (size_t)(quote - c->p), back = 0;
        while (at - back > from && c->p[at - back - 1] == '\\') back++;
        if (back % 2 == 0) return at + 1;
        from = at + 1;
    }
    return 0;
}

/* Looks on from pos; true when the element is complete and pos is behind it. */
static bool scan(struct bm_json_cutter *c)
{
    while (c->pos < c->len) {
        if (c->in_string) {
            size_t end = string_end(c, c->pos);
            if (end == 0) {
                size_t tail = c->len; /* a backslash at the end needs its next byte */
                while (tail > c->pos && c->p[tail - 1] == '\\') tail--;
                c->pos = tail;
                return false;
            }
            c->pos = end;
            c->in_string = false;
            continue;
        }
        switch (c->p[c->pos]) {
        case '"': c->in_string = true; break;
        case '{':
        case '[': c->depth++; break;
        case '}':
        case ']':
            if (c->depth == 0) return true; /* closes the array around a bare value */
            if (--c->depth == 0) {
                c->pos++;
                return true;
            }
            break;
        case ',':
            if (c->depth == 0) return true;
            break;
        default: break;
        }
        c->pos++;
    }
    return false;
}

/* Moves over gaps and the bytes to be skipped; *more false at the end of the text. */
static bm_status skip_gap(bm_ctx *ctx, struct bm_json_cutter *c, bool *more)
{
    bm_status st;
    *more = false;
    for (;;) {
        while (c->pos < c->len && (c->skip > 0 || is_gap(c->p[c->pos]))) {
            c->line += c->p[c->pos] == '\n';
            c->pos++;
            if (c->skip > 0) c->skip--;
        }
        c->start = c->pos;
        if (c->pos < c->len) break;
        if (c->eof) return BM_OK;
        if ((st = fill(ctx, c)) != BM_OK) return st;
    }
    *more = true;
    return BM_OK;
}

/* Behind the `]` of a list that is a member of an object: goes on to the `}` of the object, or to the end. */
static bm_status skip_members(bm_ctx *ctx, struct bm_json_cutter *c)
{
    bm_status st;
    c->depth = 1;
    c->in_string = false;
    for (;;) {
        size_t from = c->pos;
        bool done = scan(c);
        count_lines(c, from, c->pos);
        if (done && c->depth == 0) {
            c->in_object = false;
            return BM_OK;
        }
        c->start = c->pos;
        if (c->eof) return BM_OK;
        if ((st = fill(ctx, c)) != BM_OK) return st;
    }
}

/* At the first byte of a document behind another: enters an array, or the list in an object. */
static bm_status enter(bm_ctx *ctx, struct bm_json_cutter *c, bool *entered)
{
    const char *list;
    bm_status st;

    *entered = c->p[c->pos] == '[';
    if (*entered) {
        c->in_array = true;
        c->pos++;
        return BM_OK;
    }
    if (!c->wrapped || c->p[c->pos] != '{') return BM_OK;
    while (c->len - c->pos < LOOK && !c->eof)
        if ((st = fill(ctx, c)) != BM_OK) return st;
    list = find_list(c->p + c->pos, c->p + c->len);
    if (!list) return BM_OK;
    *entered = c->in_array = c->in_object = true;
    c->skip = (size_t)(list - (c->p + c->pos));
    return BM_OK;
}

/* Moves to the start of the next element; *more false if there is none. */
static bm_status find_start(bm_ctx *ctx, struct bm_json_cutter *c, bool *more)
{
    bm_status st;
    bool entered;

    for (;;) {
        if ((st = skip_gap(ctx, c, more)) != BM_OK || !*more || c->by_line) return st;
        if (c->in_array && c->p[c->pos] == ']') {
            c->pos++;
            c->in_array = false;
            if (c->in_object && (st = skip_members(ctx, c)) != BM_OK) return st;
            continue;
        }
        if (c->in_array) return BM_OK;
        if ((st = enter(ctx, c, &entered)) != BM_OK || !entered) return st;
    }
}

const char *bm_json_cut_missing(const struct bm_json_cutter *c, uint64_t *line)
{
    *line = c->line;
    return c->in_array ? "a ']' that closes the list of records" : c->in_object ? "a '}' at the end" : NULL;
}

static bool scan_line(struct bm_json_cutter *c)
{
    const char *end = memchr(c->p + c->pos, '\n', c->len - c->pos);
    c->pos = end ? (size_t)(end - c->p) : c->len;
    return end != NULL;
}

/* 1 for the first half of a surrogate pair in \uXXXX, 2 for the second, 0 for anything else. */
static int surrogate(const char *at, const char *end)
{
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u' || (at[2] | 0x20) != 'd') return 0;
    char c = (char)(at[3] | 0x20);
    return c == '8' || c == '9' || c == 'a' || c == 'b' ? 1 : c >= 'c' && c <= 'f' ? 2 : 0;
}

/* A NUL and half a surrogate pair cannot be in a text: they become \uFFFD. */
static void replace_escapes(char *p, size_t len, bool *had_nul, bool *had_half)
{
    char *end = p + len, *at = p;
    while ((at = memmem(at, (size_t)(end - at), "\\u", 2)) != NULL && end - at >= 6) {
        size_t back = 0;
        while (at - back > p && at[-1 - (ptrdiff_t)back] == '\\') back++;
        int half = back % 2 == 0 ? surrogate(at, end) : 0;
        bool pair = half == 1 && surrogate(at + 6, end) == 2;
        bool nul = back % 2 == 0 && memcmp(at + 2, "0000", 4) == 0;
        if (nul || (half && !pair)) memcpy(at + 2, "FFFD", 4);
        *had_nul = *had_nul || nul;
        *had_half = *had_half || (half && !pair);
        at += pair ? 12 : back % 2 == 0 ? 6 : 2;
    }
}

bm_status bm_json_cut_next(bm_ctx *ctx, struct bm_json_cutter *c, struct bm_json_piece *out, bool *more)
{
    bm_status st;
    size_t counted;

    *out = (struct bm_json_piece){0};
    *more = false;
    if (c->ended) return BM_OK;
    if ((st = find_start(ctx, c, more)) != BM_OK) return st;
    if (!*more) {
        c->ended = true;
        return BM_OK;
    }
    out->line = c->line;
    out->offset = c->base + c->start;
    c->depth = 0;
    c->in_string = false;
    counted = c->start;
    while (!(c->by_line ? scan_line(c) : scan(c))) {
        count_lines(c, counted, c->pos);
        if (c->pos - c->start > BM_JSON_MAX_ELEMENT && !c->dropping) {
            memcpy(c->head, c->p + c->start, sizeof c->head);
            c->dropping = out->too_long = true;
        }
        if (c->eof) {
            c->pos = c->len;
            break;
        }
        counted = c->pos;
        uint64_t at = c->base + counted;
        if ((st = fill(ctx, c)) != BM_OK) return st;
        counted = (size_t)(at - c->base);
    }
    if (c->pos == c->start && c->pos < c->len)
        c->pos++; /* a bracket that closes nothing is a piece of its own */
    count_lines(c, counted, c->pos);
    c->dropping = false;
    out->text = bm_str_of(c->p + c->start, c->pos > c->start ? c->pos - c->start : 0);
    if (out->too_long) {
        out->text = bm_str_of(c->head, sizeof c->head);
        return BM_OK;
    }
    replace_escapes(c->p + c->start, out->text.len, &out->had_nul, &out->had_half);
    return BM_OK;
}

/* --- what kind of text it is --- */

/* Behind the JSON value at p, or NULL if it does not end before `end`. */
static const char *skip_value(const char *p, const char *end)
{
    int depth = 0;
    bool in_string = false;
    for (; p < end; p++) {
        if (in_string) {
            if (*p == '\\')
                p++;
            else if (*p == '"')
                in_string = false;
        } else if (*p == '"') {
            in_string = true;
        } else if (*p == '{' || *p == '[') {
            depth++;
        } else if (*p == '}' || *p == ']') {
            if (depth == 0) return p;
            if (--depth == 0) return p + 1;
        } else if (*p == ',' && depth == 0) {
            return p;
        }
    }
    return NULL;
}

static const char *skip_space(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r'))) p++;
    return p;
}

static bool is_list_name(bm_str key)
{
    static const char *const names[] = {"features", "data",   "results", "events", "incidents",
                                        "records",  "Result", "rows",    "items",  "value"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (bm_str_eq(key, bm_str_z(names[i]))) return true;
    return false;
}

/* In the object at p, the byte behind the bracket of the first member that is a list of records; NULL if
 * none. */
static const char *find_list(const char *p, const char *end)
{
    p++;
    for (;;) {
        p = skip_space(p, end);
        if (p == end || *p != '"') return NULL;
        const char *key = ++p;
        while (p < end && *p != '"') p += *p == '\\' ? 2 : 1;
        if (p >= end) return NULL;
        bm_str name = bm_str_of(key, (size_t)(p - key));
        p = skip_space(p + 1, end);
        if (p == end || *p != ':') return NULL;
        p = skip_space(p + 1, end);
        if (p < end && *p == '[' && is_list_name(name)) {
            const char *first = skip_space(p + 1, end);
            if (first == end || *first == '{' || *first == ']') return p + 1;
        }
        p = skip_value(p, end);
        if (!p) return NULL;
        p = skip_space(p, end);
        if (p == end || *p != ',') return NULL;
        p++;
    }
}

void bm_json_layout(bm_str head, bool whole, bool *by_line, size_t *skip, bool *wrapped)
{
    const char *end = bm_str_end(head), *p = skip_space(head.p, end), *list, *behind, *line;

    *by_line = *wrapped = false;
    *skip = 0;
    if (p == end) return;
    if (*p == '[') {
        *skip = (size_t)(p - head.p) + 1;
        return;
    }
    behind = skip_value(p, end);
    list = find_list(p, end);
    line = memchr(p, '\n', (size_t)(end - p));
    bool one_line = line ? behind && behind <= line : behind != NULL;
    bool alone = !behind || (whole && skip_space(behind, end) == end);
    bool collection = list && memmem(p, (size_t)(list - p), "\"FeatureCollection\"", 19);
    if (list && (alone || !one_line || collection)) {
        *skip = (size_t)(list - head.p);
        *wrapped = true;
        return;
    }
    /* A first line that is no JSON still leaves a file of lines, if the line looks like an object. */
    *by_line = one_line || (line && line[-1] == '}') || (line > p + 1 && line[-1] == '\r' && line[-2] == '}');
}
