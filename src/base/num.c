#include "base/num.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 10^0 to 10^22 are exact doubles: a mantissa below 2^53 times or divided by one of them is correctly rounded
 * (Clinger 1990, doi:10.1145/93542.93557). */
static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static const uint64_t whole_powers[] = {1,      10,      100,      1000,      10000,
                                        100000, 1000000, 10000000, 100000000, 1000000000};

struct scanned {
    uint64_t mantissa;
    int exponent;
    bool negative, exact; /* exact: no digit was dropped from the mantissa */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads digits and at most one point; *used counts what was read. False if there was no digit. */
static bool scan_digits(bm_str text, size_t start, struct scanned *out, size_t *used)
{
    bool point = false, any = false;
    size_t i = start;
    for (; i < text.len; i++) {
        char c = text.p[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(c)) break;
        any = true;
        if (out->mantissa < UINT64_C(100000000000000000)) {
            out->mantissa = out->mantissa * 10 + (uint64_t)(c - '0');
            if (point) out->exponent--;
        } else {
            if (c != '0') out->exact = false;
            if (!point) out->exponent++;
        }
    }
    *used = i;
    return any;
}

static bool scan_number(bm_str text, struct scanned *out)
{
    size_t i = 0;
    *out = (struct scanned){.exact = true};
    if (i < text.len && (text.p[i] == '-' || text.p[i] == '+')) out->negative = text.p[i++] == '-';
    if (!scan_digits(text, i, out, &i)) return false;
    if (i < text.len && (text.p[i] == 'e' || text.p[i] == 'E')) {
        int value = 0, sign = 1;
        i++;
        if (i < text.len && (text.p[i] == '-' || text.p[i] == '+')) sign = text.p[i++] == '-' ? -1 : 1;
        if (i == text.len || !is_digit(text.p[i])) return false;
        for (; i < text.len && is_digit(text.p[i]); i++)
            if (value < 100000) value = value * 10 + (text.p[i] - '0');
        out->exponent += sign * value;
    }
    return i == text.len;
}

/* The rare rest: too many digits or a large exponent. Digits are handed to strtod without a point, so that no
 * locale can misread them. */
static bool slow_double(bm_str text, double *out)
{
    char digits[1200];
    size_t n = 0;
    long exponent = 0;
    bool point = false;
    size_t i = 0;
    if (text.len > 1000) return false;
    for (; i < text.len && text.p[i] != 'e' && text.p[i] != 'E'; i++) {
        if (text.p[i] == '.') {
            point = true;
            continue;
        }
        digits[n++] = text.p[i];
        if (point) exponent--;
    }
    if (i < text.len) {
        char tail[1001];
        long written;
        memcpy(tail, text.p + i + 1, text.len - i - 1);
        tail[text.len - i - 1] = '\0';
        written = strtol(tail, NULL, 10);
        exponent += written > 100000 ? 100000 : written < -100000 ? -100000 : written;
    }
    snprintf(digits + n, sizeof digits - n, "e%ld", exponent);
    *out = strtod(digits, NULL);
    return isfinite(*out);
}

bool bm_parse_double(bm_str text, double *out)
{
    struct scanned s;
    *out = 0;
    if (!scan_number(text, &s)) return false;
    if (s.exact && s.mantissa < (UINT64_C(1) << 53) && s.exponent >= -22 && s.exponent <= 22) {
        double value = (double)s.mantissa;
        value = s.exponent < 0 ? value / exact_powers[-s.exponent] : value * exact_powers[s.exponent];
        *out = s.negative ? -value : value;
        return true;
    }
    return slow_double(text, out);
}

bool bm_parse_i64(bm_str text, int64_t *out)
{
    size_t i = 0;
    bool negative = false;
    uint64_t value = 0;
    *out = 0;
    if (i < text.len && (text.p[i] == '-' || text.p[i] == '+')) negative = text.p[i++] == '-';
    if (i == text.len) return false;
    for (; i < text.len; i++) {
        if (!is_digit(text.p[i])) return false;
        uint64_t digit = (uint64_t)(text.p[i] - '0');
        if (value > ((uint64_t)INT64_MAX - digit) / 10) return false;
        value = value * 10 + digit;
    }
    *out = negative ? -(int64_t)value : (int64_t)value;
    return true;
}

static const char pairs[201] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
    "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/* Decimal digits of value; returns how many. */
static size_t put_digits(char *out, uint64_t value, int least)
{
    char tmp[24];
    size_t at = sizeof tmp;
    for (; value >= 100; value /= 100) memcpy(&tmp[at -= 2], &pairs[2 * (value % 100)], 2);
    if (value >= 10)
        memcpy(&tmp[at -= 2], &pairs[2 * value], 2);
    else
        tmp[--at] = (char)('0' + value);
    while (sizeof tmp - at < (size_t)least) tmp[--at] = '0';
    memcpy(out, &tmp[at], sizeof tmp - at);
    return sizeof tmp - at;
}

/* printf rounds the exact binary value; it is only asked in the rare cases that the fast way cannot decide.
 */
static size_t slow_fixed(char *out, double value, int decimals)
{
    int n = snprintf(out, 352, "%.*f", decimals, value);
    for (int i = 0; i < n; i++)
        if (out[i] == ',') out[i] = '.';
    return (size_t)n;
}

static bool all_zero(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] >= '1' && p[i] <= '9') return false;
    return true;
}

/* |value| in units of the last decimal, rounded. False where the fast way cannot decide: the product is off
 * by at most half a unit in its last place, and away from a tie that cannot change the rounding. */
static bool fixed_units(double value, int decimals, uint64_t *units)
{
    double scaled = fabs(value) * exact_powers[decimals];
    *units = scaled < 1e15 ? (uint64_t)scaled : 0;
    double rest = scaled - (double)*units;
    if (!(scaled < 1e15) || fabs(rest - 0.5) < 1e-15 * scaled + DBL_MIN * 4) return false;
    *units += rest > 0.5;
    return true;
}

size_t bm_format_fixed(char *out, double value, int decimals)
{
    uint64_t units, scale = whole_powers[decimals];
    size_t n = 0;

    if (!fixed_units(value, decimals, &units)) {
        n = slow_fixed(out, value, decimals);
        if (out[0] == '-' && all_zero(out, n)) {
            memmove(out, out + 1, n - 1);
            n--;
        }
        return n;
    }
    if (value < 0 && units) out[n++] = '-';
    n += put_digits(out + n, units / scale, 1);
    if (decimals > 0) {
        out[n++] = '.';
        n += put_digits(out + n, units % scale, decimals);
    }
    return n;
}

double bm_round_fixed(double value, int decimals)
{
    char text[352];
    double out = value;
    uint64_t units;

    /* units < 2^53 over an exact power: what bm_parse_double makes of the digits. */
    if (fixed_units(value, decimals, &units)) {
        out = (double)units / exact_powers[decimals];
        return value < 0 && units ? -out : out;
    }
    if (!isfinite(value)) return value;
    size_t n = bm_format_fixed(text, value, decimals);
    return bm_parse_double((bm_str){text, n}, &out) ? out : value;
}

float bm_float_below(double value)
{
    float near = (float)value;
    return near > value ? nextafterf(near, -INFINITY) : near;
}

float bm_float_above(double value)
{
    float near = (float)value;
    return near < value ? nextafterf(near, INFINITY) : near;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int bm_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool bm_is_date(int year, int month, int day)
{
    return year >= 0 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= bm_days_in_month(year, month);
}

/* Eras of 400 years that begin on 1 March: 146,097 days each. */
bm_day bm_day_from_civil(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void bm_day_to_civil(bm_day day, int *year, int *month, int *day_of_month)
{
    int z = day + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * day_of_year + 2) / 153;
    *day_of_month = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

void bm_day_format(bm_day day, char out[11])
{
    int y, m, d;
    bm_day_to_civil(day, &y, &m, &d);
    size_t n = put_digits(out, (uint64_t)(y < 0 ? 0 : y % 10000), 4);
    out[n++] = '-';
    n += put_digits(out + n, (uint64_t)m, 2);
    out[n++] = '-';
    n += put_digits(out + n, (uint64_t)d, 2);
    out[n] = '\0';
}

const char *bm_format_grouped(uint64_t value, char out[32])
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    char *to = out;
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0) *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
    return out;
}
