/* JSON: documents through cJSON, and a stream of elements cut without a tree. Both must agree on what the
 * elements of an array or the lines of NDJSON are. */
#include "fuzz.h"

#include "adapt/json.h"
#include "base/buf.h"
#include "incident/json_cut.h"

#include <math.h>

/* Values in the tree below and with this one. */
static size_t walk(const bm_json *value)
{
    size_t n = 1;
    bm_json_type kind = bm_json_kind(value);
    bm_str text = bm_json_text(value), digits = bm_json_digits(value);

    FUZZ_CHECK((text.p != NULL) <= (kind == BM_JSON_STRING));
    FUZZ_CHECK((digits.p != NULL) <= (kind == BM_JSON_NUMBER));
    FUZZ_CHECK(kind == BM_JSON_NUMBER || isnan(bm_json_number(value)));
    for (const bm_json *child = bm_json_first(value); child; child = bm_json_next(child)) {
        if (kind == BM_JSON_OBJECT) FUZZ_CHECK(bm_json_get(value, bm_json_key(child)));
        n += walk(child);
    }
    return n;
}

/* A text written as JSON reads as the same text. */
static void check_written(struct fuzz *fuzz, bm_str text)
{
    bm_json *value;
    bm_buf buf;

    if (!text.p || !bm_utf8_valid(text) || memchr(text.p, 0, text.len)) return;
    bm_buf_init(&buf, fuzz->ctx);
    bm_buf_json(&buf, text);
    FUZZ_CHECK(bm_json_parse(fuzz->ctx, bm_str_of(buf.p, buf.len), &value) == BM_OK);
    FUZZ_CHECK(bm_str_eq(bm_json_text(value), text));
    bm_json_destroy(value);
    bm_buf_free(&buf);
}

struct pieces {
    size_t n, n_json; /* n_json: those that are JSON by themselves */
    bool whole;
};

static struct pieces cut(struct fuzz *fuzz, bm_str text, bool by_line, size_t skip, bool wrapped)
{
    struct pieces out = {0};
    struct bm_input *input;
    struct bm_json_cutter *cutter;
    struct bm_json_piece piece;
    uint64_t line = 0, offset = 0;
    bool more = true;

    FUZZ_CHECK(bm_input_from_text(fuzz->ctx, text, &input) == BM_OK);
    FUZZ_CHECK(bm_json_cut_open(fuzz->ctx, input, by_line, skip, wrapped, &cutter) == BM_OK);
    for (;;) {
        bm_json *value;
        FUZZ_CHECK(bm_json_cut_next(fuzz->ctx, cutter, &piece, &more) == BM_OK);
        if (!more) break;
        FUZZ_CHECK(piece.line >= 1 && piece.line >= line && (out.n == 0 || piece.offset >= offset));
        FUZZ_CHECK(!piece.too_long && piece.text.len > 0);
        line = piece.line;
        offset = piece.offset + piece.text.len;
        out.n++;
        if (bm_json_parse(fuzz->ctx, piece.text, &value) != BM_OK) continue;
        out.n_json++;
        bm_json_destroy(value);
    }
    out.whole = bm_json_cut_missing(cutter, &line) == NULL;
    bm_json_cut_close(cutter);
    bm_input_close(input);
    return out;
}

/* cJSON takes control characters for white space. */
static bool has_controls(bm_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c < ' ' && c != '\t' && c != '\n' && c != '\r') return true;
    }
    return false;
}

/* The array that a document is: its elements and what was cut. */
static void check_array(const bm_json *root, bm_str text, struct pieces pieces, size_t skip)
{
    size_t n = 0;

    if (bm_json_kind(root) != BM_JSON_ARRAY || skip == 0) return;
    if (!bm_utf8_valid(text) || has_controls(text)) return;
    for (const bm_json *child = bm_json_first(root); child; child = bm_json_next(child)) n++;
    FUZZ_CHECK(pieces.n == n && pieces.n_json == n && pieces.whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    uint8_t how = fuzz_byte(&in);
    bm_str text = fuzz_rest(&in);
    bm_json *root = NULL;
    struct pieces pieces;
    size_t skip = 0;
    bool by_line = false, wrapped = false;
    struct fuzz fuzz;
    bm_status st;

    fuzz_begin(&fuzz);
    text = fuzz_own(&fuzz, text);
    st = bm_json_parse(fuzz.ctx, text, &root);
    fuzz_status(&fuzz, st);
    if (root) walk(root);
    if (root) check_written(&fuzz, bm_json_text(root));
    check_written(&fuzz, text);
    if (text.p) {
        bm_json_layout(text, true, &by_line, &skip, &wrapped);
        FUZZ_CHECK(skip <= text.len);
        pieces = cut(&fuzz, text, by_line, skip, wrapped);
        if (root && !by_line && !wrapped) check_array(root, text, pieces, skip);
        (void)cut(&fuzz, text, how & 1, how & 2 ? how % (text.len + 1) : 0, how & 4);
    }
    bm_json_destroy(root);
    fuzz_end(&fuzz);
    return 0;
}
