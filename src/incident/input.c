#include "incident/input.h"
#include "adapt/gunzip.h"
#include "base/mem.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes read at a time, and the most that they are as UTF-8. */
#ifdef BM_SMALL_BLOCKS /* fuzzers: short inputs meet the ends of blocks too */
enum { RAW = 64, TEXT = 3 * RAW };
#else
enum { RAW = 64 * 1024, TEXT = 3 * RAW };
#endif
enum encoding { UTF8, UTF16LE, UTF16BE };
enum { GUESS = 64 }; /* bytes that tell UTF-16 without a mark */

struct bm_input {
    bm_ctx *ctx;
    int fd;
    bool regular, piped, live, eof, started; /* regular: a file that can be opened again */
    bm_gunzip *gunzip; /* the file is packed; NULL: it is not */
    uint64_t bytes;
    enum encoding encoding;
    char *head; /* decoded bytes that were read ahead */
    size_t head_len, head_cap, head_pos;
    unsigned char *raw; /* UTF-16: bytes not decoded yet */
    size_t raw_len;
    uint32_t high; /* first half of a surrogate pair, or 0 */
    uint64_t nuls; /* replaced so far */
    uint64_t broken; /* UTF-16 units that are no character, replaced so far */
};

bm_status bm_input_open(bm_ctx *ctx, const char *path, struct bm_input **out)
{
    struct stat info;
    void *p = NULL;
    struct bm_input *input;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *input, &p)) != BM_OK) return st;
    input = p;
    input->ctx = ctx;
    input->fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0) {
        st = bm_fail(ctx, errno == ENOENT ? BM_ENOTFOUND : BM_EIO, "cannot open '%s': %s", path,
                     strerror(errno));
        goto fail;
    }
    if (fstat(input->fd, &info) != 0) {
        st = bm_fail(ctx, BM_EIO, "cannot look at '%s': %s", path, strerror(errno));
        goto fail;
    }
    if (S_ISDIR(info.st_mode)) {
        st = bm_fail(ctx, BM_EFORMAT, "'%s' is a folder", path);
        goto fail;
    }
    input->piped = !S_ISREG(info.st_mode);
    input->regular = !input->piped && strcmp(path, "-") != 0;
    input->bytes = input->regular ? (uint64_t)info.st_size : 0;
    if ((st = bm_calloc(ctx, RAW, 1, &p)) != BM_OK) goto fail;
    input->raw = p;
    *out = input;
    return BM_OK;
fail:
    bm_input_close(input);
    return st;
}

bm_status bm_input_from_text(bm_ctx *ctx, bm_str text, struct bm_input **out)
{
    void *p = NULL, *head = NULL;
    struct bm_input *input;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *input, &p)) != BM_OK) return st;
    input = p;
    input->ctx = ctx;
    input->fd = -1;
    input->regular = input->eof = input->started = true;
    if ((st = bm_calloc(ctx, text.len + 1, 1, &head)) != BM_OK) {
        bm_input_close(input);
        return st;
    }
    if (text.len) memcpy(head, text.p, text.len);
    input->head = head;
    input->head_len = text.len;
    *out = input;
    return BM_OK;
}

void bm_input_close(struct bm_input *input)
{
    if (!input) return;
    if (input->fd >= 0) close(input->fd);
    bm_gunzip_close(input->gunzip);
    bm_free(input->ctx, input->head);
    bm_free(input->ctx, input->raw);
    bm_free(input->ctx, input);
}

/* A bm_gunzip_read_fn. */
static bm_status read_file(bm_ctx *ctx, void *user, void *p, size_t size, size_t *n)
{
    const struct bm_input *input = user;
    ssize_t got;
    do {
        got = read(input->fd, p, size);
    } while (got < 0 && errno == EINTR && !bm_ctx_interrupted(ctx));
    *n = got > 0 ? (size_t)got : 0;
    if (got < 0)
        return bm_fail(ctx, errno == EINTR ? BM_EINTERRUPTED : BM_EIO, "cannot read: %s", strerror(errno));
    return BM_OK;
}

static bm_status read_raw(bm_ctx *ctx, struct bm_input *input, void *p, size_t size, size_t *n)
{
    bm_status st = input->gunzip ? bm_gunzip_next(ctx, input->gunzip, p, size, n)
                                 : read_file(ctx, input, p, size, n);
    if (st == BM_OK && *n == 0) input->eof = true;
    return st;
}

/* Appends the UTF-8 form of the UTF-16 in raw to out, which has room for 3 bytes for each 2 and 6 more. */
static size_t decode_utf16(struct bm_input *input, char *out)
{
    size_t n = 0, i = 0;
    bool big = input->encoding == UTF16BE;
    for (; i + 2 <= input->raw_len; i += 2) {
        uint32_t c = (uint32_t)input->raw[i + !big] << 8 | input->raw[i + big];
        if (input->high && c >= 0xDC00 && c <= 0xDFFF) {
            c = 0x10000 + ((input->high - 0xD800) << 10) + (c - 0xDC00);
        } else if (input->high) {
            n += bm_utf8_put(0xFFFD, out + n);
            input->broken++;
        } else if (c >= 0xDC00 && c <= 0xDFFF) {
            input->broken++; /* bm_utf8_put writes U+FFFD */
        }
        input->high = 0;
        if (c == 0) {
            input->nuls++;
            c = 0xFFFD;
        }
        if (c >= 0xD800 && c <= 0xDBFF)
            input->high = c;
        else
            n += bm_utf8_put(c, out + n);
    }
    if (input->eof && (input->high || i < input->raw_len)) {
        n += bm_utf8_put(0xFFFD, out + n);
        input->broken++;
        input->high = 0;
        i = input->raw_len;
    }
    memmove(input->raw, input->raw + i, input->raw_len - i);
    input->raw_len -= i;
    return n;
}

/* Appends text to head, which has room for 3 * n bytes more; a NUL becomes U+FFFD. */
static void append_head(struct bm_input *input, const void *bytes, size_t n)
{
    const char *p = bytes, *end = p + n;
    while (p < end) {
        const char *nul = memchr(p, '\0', (size_t)(end - p)), *stop = nul ? nul : end;
        memcpy(input->head + input->head_len, p, (size_t)(stop - p));
        input->head_len += (size_t)(stop - p);
        if (nul) {
            input->head_len += bm_utf8_put(0xFFFD, input->head + input->head_len);
            input->nuls++;
        }
        p = nul ? nul + 1 : end;
    }
}

/* Reads until raw holds `some` bytes or all there are. */
static bm_status fill_raw(bm_ctx *ctx, struct bm_input *input, size_t some)
{
    bm_status st = BM_OK;
    size_t n;
    while (st == BM_OK && input->raw_len < some && !input->eof) {
        st = read_raw(ctx, input, input->raw + input->raw_len, RAW - input->raw_len, &n);
        if (st == BM_OK) input->raw_len += n;
    }
    return st;
}

/* A packed file is unpacked from its first byte on. */
static bm_status unpack(bm_ctx *ctx, struct bm_input *input)
{
    bm_status st = bm_gunzip_open(ctx, input->raw, input->raw_len, read_file, input, &input->gunzip);
    input->raw_len = 0;
    input->eof = false;
    return st == BM_OK ? fill_raw(ctx, input, 4) : st;
}

/* UTF-16 without a mark: of the first characters, ASCII most likely, every second byte is NUL and no other. */
static enum encoding guess_encoding(const struct bm_input *input)
{
    size_t n = input->raw_len < GUESS ? input->raw_len : GUESS, even = 0, odd = 0;
    for (size_t i = 0; i + 2 <= n; i += 2) {
        even += input->raw[i] == 0;
        odd += input->raw[i + 1] == 0;
    }
    if (n < 4 || even + odd < n / 2 - n / 8) return UTF8;
    return even == 0 ? UTF16LE : odd == 0 ? UTF16BE : UTF8;
}

static bool is_utf32(const struct bm_input *input)
{
    return input->raw_len >= 4 &&
           (memcmp(input->raw, "\xFF\xFE\0\0", 4) == 0 || memcmp(input->raw, "\0\0\xFE\xFF", 4) == 0);
}

/* The first bytes tell the encoding: they are looked at once, in head. */
static bm_status start(bm_ctx *ctx, struct bm_input *input)
{
    bm_status st;
    void *p = NULL;

    input->started = true;
    if ((st = fill_raw(ctx, input, 4)) != BM_OK) return st;
    if (input->raw_len >= 3 && memcmp(input->raw, "\x1F\x8B\x08", 3) == 0 && (st = unpack(ctx, input)) != BM_OK)
        return st;
    if (is_utf32(input)) return bm_fail(ctx, BM_EFORMAT, "it is text in UTF-32; expected UTF-8 or UTF-16");
    input->head_cap = TEXT;
    if ((st = bm_calloc(ctx, input->head_cap, 1, &p)) != BM_OK) return st;
    input->head = p;
    if (input->raw_len >= 2 && memcmp(input->raw, "\xFF\xFE", 2) == 0) input->encoding = UTF16LE;
    if (input->raw_len >= 2 && memcmp(input->raw, "\xFE\xFF", 2) == 0) input->encoding = UTF16BE;
    if (input->encoding != UTF8)
        memmove(input->raw, input->raw + 2, input->raw_len -= 2);
    else
        input->encoding = guess_encoding(input);
    if (input->encoding != UTF8) {
        input->head_len = decode_utf16(input, input->head);
        return BM_OK;
    }
    size_t mark = input->raw_len >= 3 && memcmp(input->raw, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    append_head(input, input->raw + mark, input->raw_len - mark);
    input->raw_len = 0;
    return BM_OK;
}

/* Reads a block behind what head holds. */
static bm_status extend_head(bm_ctx *ctx, struct bm_input *input)
{
    bm_status st;
    size_t n;
    void *p = input->head;
    if ((st = bm_grow(ctx, &p, &input->head_cap, input->head_len + TEXT, 1)) != BM_OK) return st;
    input->head = p;
    if (input->encoding == UTF8) {
        if ((st = read_raw(ctx, input, input->raw, RAW, &n)) != BM_OK) return st;
        append_head(input, input->raw, n);
        return BM_OK;
    }
    if ((st = read_raw(ctx, input, input->raw + input->raw_len, RAW - input->raw_len, &n)) != BM_OK)
        return st;
    input->raw_len += n;
    input->head_len += decode_utf16(input, input->head + input->head_len);
    return BM_OK;
}

/* Length of the first lines; 0 when they are not all there. */
static size_t lines_len(bm_str text, unsigned lines)
{
    const char *p = text.p, *end = bm_str_end(text);
    for (; lines > 0 && p; lines--) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (p) p++;
    }
    return p ? (size_t)(p - text.p) : 0;
}

void bm_input_set_live(struct bm_input *input)
{
    input->live = input->piped;
}

bm_status bm_input_peek(bm_ctx *ctx, struct bm_input *input, size_t enough, unsigned lines, bm_str *out,
                        bool *whole)
{
    bm_status st = input->started ? BM_OK : start(ctx, input);
    size_t len = 0;
    while (st == BM_OK) {
        if (input->live && lines) len = lines_len(bm_str_of(input->head, input->head_len), lines);
        if (len || input->eof || input->head_len >= enough) break;
        st = extend_head(ctx, input);
    }
    if (len == 0 || len > enough) len = input->head_len < enough ? input->head_len : enough;
    *out = st == BM_OK ? bm_str_of(input->head, len) : (bm_str){NULL, 0};
    *whole = input->eof && len == input->head_len;
    return st;
}

bm_status bm_input_read(bm_ctx *ctx, void *user, void *p, size_t size, size_t *n)
{
    struct bm_input *input = user;
    bm_status st;

    *n = 0;
    if (!input->started && (st = start(ctx, input)) != BM_OK) return st;
    if (input->head_pos == input->head_len && input->encoding == UTF8) {
        if (input->eof) return BM_OK;
        if ((st = read_raw(ctx, input, p, size, n)) != BM_OK || *n == 0 || !memchr(p, '\0', *n)) return st;
        void *head = input->head;
        input->head_pos = input->head_len = 0;
        if ((st = bm_grow(ctx, &head, &input->head_cap, 3 * *n, 1)) != BM_OK) return st;
        input->head = head;
        append_head(input, p, *n);
    }
    if (input->head_pos == input->head_len) {
        input->head_pos = input->head_len = 0;
        while (input->head_len == 0 && !input->eof)
            if ((st = extend_head(ctx, input)) != BM_OK) return st;
    }
    *n = input->head_len - input->head_pos < size ? input->head_len - input->head_pos : size;
    memcpy(p, input->head + input->head_pos, *n);
    input->head_pos += *n;
    return BM_OK;
}

bool bm_input_idle(const struct bm_input *input)
{
    struct pollfd wait = {.fd = input->fd, .events = POLLIN};
    if (input->regular || input->eof || input->head_pos < input->head_len) return false;
    return poll(&wait, 1, 0) == 0;
}

bool bm_input_is_regular(const struct bm_input *input)
{
    return input->regular;
}

uint64_t bm_input_bytes(const struct bm_input *input)
{
    return input->bytes;
}

bool bm_input_is_packed(const struct bm_input *input)
{
    return input->gunzip != NULL;
}

uint64_t bm_input_broken(const struct bm_input *input)
{
    return input->broken;
}

uint64_t bm_input_nuls(const struct bm_input *input)
{
    return input->nuls;
}

const char *bm_input_encoding(const struct bm_input *input)
{
    static const char *const names[] = {"UTF-8", "UTF-16LE", "UTF-16BE"};
    return names[input->encoding];
}

/* 0x80 to 0x9F of Windows-1252, https://encoding.spec.whatwg.org/index-windows-1252.txt */
static const uint16_t upper[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

size_t bm_decode_1252(bm_str text, char *out)
{
    size_t n = 0, step;
    for (size_t i = 0; i < text.len; i += step) {
        unsigned char byte = (unsigned char)text.p[i];
        uint32_t c = bm_utf8_next(text.p + i, bm_str_end(text), &step);
        if (c == 0xFFFD && step == 1) c = byte >= 0x80 && byte <= 0x9F ? upper[byte - 0x80] : byte;
        n += bm_utf8_put(c, out + n);
    }
    return n;
}

bm_str bm_printable(bm_str text, char out[BM_FOUND_ROOM])
{
    if (!text.p) return text;
    return bm_str_of(out, bm_decode_1252(bm_str_cut(text, BM_FOUND_ROOM / 3), out));
}
