/* Dates: whatever is read is a span of days in the years that the program knows, and a day that is written
 * reads as itself. */
#include "fuzz.h"

#include "base/buf.h"
#include "base/num.h"
#include "incident/date.h"
#include "incident/number.h"

static void check_days(bm_day first, bm_day last)
{
    int year, month, day;

    FUZZ_CHECK(first <= last && first != BM_NO_DAY);
    bm_day_to_civil(first, &year, &month, &day);
    FUZZ_CHECK(year >= 1700 && year <= 2200 && bm_is_date(year, month, day));
    FUZZ_CHECK(bm_day_from_civil(year, month, day) == first);
    bm_day_to_civil(last, &year, &month, &day);
    FUZZ_CHECK(year >= 1700 && year <= 2200 && bm_is_date(year, month, day));
}

static void check_written(struct fuzz *fuzz, bm_day day)
{
    struct bm_date again;
    bm_buf buf;

    bm_buf_init(&buf, fuzz->ctx);
    bm_buf_day(&buf, day);
    FUZZ_CHECK(bm_date_parse(bm_str_of(buf.p, buf.len), BM_ORDER_UNKNOWN, &again));
    FUZZ_CHECK(again.first == day && again.last == day && again.prec == BM_DATE_DAY);
    bm_buf_free(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bm_date date[3];
    bool is[3];
    bm_day first, last;
    struct fuzz fuzz;
    char *z = malloc(size + 1);

    fuzz_begin(&fuzz);
    for (int order = 0; order < 3; order++) {
        is[order] =
            bm_date_parse(bm_str_of((const char *)data, size), (enum bm_day_order)order, &date[order]);
        if (!is[order]) continue;
        FUZZ_CHECK(date[order].prec != BM_DATE_NONE);
        check_days(date[order].first, date[order].last);
        check_written(&fuzz, date[order].first);
        check_written(&fuzz, date[order].last);
    }
    /* Whether it is a date does not hang on the order that is assumed; nor what it proves. */
    if (is[0]) FUZZ_CHECK(is[1] || is[2]);
    (void)bm_date_is_solar_hijri(bm_str_of((const char *)data, size));
    if (z && size) memcpy(z, data, size);
    z[size] = '\0';
    if (bm_day_parse(z, &first, &last)) FUZZ_CHECK(first <= last && first != BM_NO_DAY);
    free(z);
    fuzz_end(&fuzz);
    return 0;
}
