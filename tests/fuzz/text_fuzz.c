/* Bytes of any encoding become UTF-8 text, and text stays text when it is cut, trimmed, printed and escaped.
 */
#include "fuzz.h"

#include "adapt/json.h"
#include "base/buf.h"
#include "incident/input.h"

/* What an input gives, read in steps. Only what calls itself gzip, or is UTF-32, may be none. */
static bm_status read_input(struct fuzz *fuzz, bm_str text, size_t step, bm_buf *out, uint64_t *nuls)
{
    bool packed = text.len >= 3 && memcmp(text.p, "\x1F\x8B\x08", 3) == 0;
    struct bm_input *input;
    bm_status st = BM_OK;
    bm_str head;
    bool whole;
    size_t n = 0;

    FUZZ_CHECK(bm_input_open(fuzz->ctx, fuzz_file(0, text.p, text.len), &input) == BM_OK);
    if (step % 2) st = bm_input_peek(fuzz->ctx, input, step * 3, 1, &head, &whole);
    for (bool more = st == BM_OK; more; more = st == BM_OK && n > 0) {
        char *room = bm_buf_room(out, step);
        FUZZ_CHECK(room);
        st = bm_input_read(fuzz->ctx, input, room, step, &n);
        FUZZ_CHECK(st != BM_OK || n <= step);
        if (st == BM_OK) out->len += n;
    }
    fuzz_status(fuzz, st);
    FUZZ_CHECK(st == BM_OK || packed || strstr(bm_ctx_error(fuzz->ctx), "UTF-32"));
    *nuls = bm_input_nuls(input);
    bm_input_close(input);
    return st;
}

static void check_input(struct fuzz *fuzz, bm_str text, uint8_t step)
{
    bm_buf whole, again;
    uint64_t nuls, nuls_again;

    bm_buf_init(&whole, fuzz->ctx);
    bm_buf_init(&again, fuzz->ctx);
    bm_status st = read_input(fuzz, text, 65536, &whole, &nuls);
    FUZZ_CHECK(read_input(fuzz, text, 8u + step, &again, &nuls_again) == st);
    FUZZ_CHECK(st != BM_OK || (nuls == nuls_again && whole.len == again.len));
    FUZZ_CHECK(st != BM_OK || !whole.len || memcmp(whole.p, again.p, whole.len) == 0);
    FUZZ_CHECK(!whole.len || !memchr(whole.p, 0, whole.len));
    bm_buf_free(&whole);
    bm_buf_free(&again);
}

static void check_escapes(struct fuzz *fuzz, bm_str text)
{
    bm_json *value;
    bm_buf buf;

    bm_buf_init(&buf, fuzz->ctx);
    bm_buf_json(&buf, text);
    FUZZ_CHECK(bm_utf8_valid(bm_str_of(buf.p, buf.len)));
    if (!memchr(text.p, 0, text.len)) {
        FUZZ_CHECK(bm_json_parse(fuzz->ctx, bm_str_of(buf.p, buf.len), &value) == BM_OK);
        FUZZ_CHECK(!bm_utf8_valid(text) || bm_str_eq(bm_json_text(value), text));
        bm_json_destroy(value);
    }
    bm_buf_clear(&buf);
    bm_buf_csv_safe(&buf, text);
    bm_buf_free(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    uint8_t step = fuzz_byte(&in);
    char found[BM_FOUND_ROOM], *decoded;
    bm_str text, part;
    struct fuzz fuzz;

    fuzz_begin(&fuzz);
    text = fuzz_own(&fuzz, fuzz_rest(&in));
    if (text.p) {
        decoded = malloc(3 * text.len);
        part = bm_str_of(decoded, bm_decode_1252(text, decoded));
        FUZZ_CHECK(part.len >= text.len && part.len <= 3 * text.len && bm_utf8_valid(part));
        if (bm_utf8_valid(text)) FUZZ_CHECK(bm_str_eq(part, text));
        part = bm_str_cut(part, step);
        FUZZ_CHECK(part.len <= step && bm_utf8_valid(part));
        free(decoded);
        FUZZ_CHECK(bm_utf8_valid(bm_printable(text, found)));
        part = bm_str_trim(text);
        FUZZ_CHECK(!part.p || (part.len > 0 && part.p >= text.p && part.p + part.len <= text.p + text.len));
        (void)bm_name_distance(text, bm_str_cut(text, text.len / 2));
        check_input(&fuzz, text, step);
        check_escapes(&fuzz, text);
    }
    fuzz_end(&fuzz);
    return 0;
}
