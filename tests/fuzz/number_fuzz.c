/* Numbers: decimal, with degrees, minutes and seconds, in Persian and Arabic digits; and what is written
 * reads as itself. */
#include "fuzz.h"

#include "base/buf.h"
#include "base/num.h"
#include "incident/number.h"

#include <math.h>

static void check_written(struct fuzz *fuzz, double value)
{
    char text[352];
    double again;
    bm_buf buf;
    size_t n;

    bm_buf_init(&buf, fuzz->ctx);
    bm_buf_double(&buf, value);
    FUZZ_CHECK(bm_parse_double(bm_str_of(buf.p, buf.len), &again) && again == value);
    bm_buf_clear(&buf);
    for (int decimals = 0; decimals <= 9; decimals++) {
        n = bm_format_fixed(text, value, decimals);
        FUZZ_CHECK(n < sizeof text && bm_parse_double(bm_str_of(text, n), &again));
        FUZZ_CHECK(fabs(again - value) <= 0.5 * pow(10, -decimals) * (1 + 1e-9) + 1e-15 * fabs(value));
        FUZZ_CHECK(strncmp(text, "-0", n) != 0);
    }
    bm_buf_fixed(&buf, value, 7);
    FUZZ_CHECK(bm_parse_double(bm_str_of(buf.p, buf.len), &again));
    bm_buf_free(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bm_str text = bm_str_of((const char *)data, size), plain;
    char digits[80], grouped[32];
    int64_t count;
    double value, again;
    struct fuzz fuzz;

    fuzz_begin(&fuzz);
    plain = bm_plain_digits(text, digits, sizeof digits);
    FUZZ_CHECK(plain.p == text.p || plain.len <= sizeof digits);
    if (bm_parse_double(text, &value)) {
        FUZZ_CHECK(isfinite(value));
        check_written(&fuzz, value);
    }
    for (int is_lon = 0; is_lon < 2; is_lon++)
        if (bm_parse_degrees(text, is_lon, &value)) {
            FUZZ_CHECK(isfinite(value));
            check_written(&fuzz, value);
        }
    if (bm_parse_count(text, &count)) FUZZ_CHECK(strlen(bm_format_grouped((uint64_t)count, grouped)));
    if (bm_parse_i64(text, &count) && count > -(INT64_C(1) << 53) && count < INT64_C(1) << 53)
        FUZZ_CHECK(!bm_parse_double(text, &again) || again == (double)count);
    if (size >= sizeof value) {
        memcpy(&value, data, sizeof value);
        if (isfinite(value)) check_written(&fuzz, value);
    }
    fuzz_end(&fuzz);
    return 0;
}
