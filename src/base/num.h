/* Numbers and days without locale. */
#ifndef BM_BASE_NUM_H
#define BM_BASE_NUM_H

#include "bordermap/ctx.h"
#include "bordermap/incident.h"

/* The whole text must be a decimal number (sign, digits, '.', exponent); no hex, inf or nan. */
bool bm_parse_double(bm_str text, double *out);
bool bm_parse_i64(bm_str text, int64_t *out);
/* Writes value with fixed decimals (0-9), correctly rounded, and returns the length; out has 352 bytes at
 * least. The value is finite. */
size_t bm_format_fixed(char *out, double value, int decimals);
/* The number that bm_format_fixed's text reads back as. */
double bm_round_fixed(double value, int decimals);
/* The nearest float that is not greater, not less: boxes kept as floats are rounded outwards. */
float bm_float_below(double value);
float bm_float_above(double value);
/* 12345 as "12,345", for people; returns out. */
const char *bm_format_grouped(uint64_t value, char out[32]);

bool bm_is_date(int year, int month, int day); /* 0-9999, proleptic Gregorian */
int bm_days_in_month(int year, int month);
bm_day bm_day_from_civil(int year, int month, int day);
void bm_day_to_civil(bm_day day, int *year, int *month, int *day_of_month);

#endif
