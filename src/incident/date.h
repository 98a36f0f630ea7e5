/* Dates as people write them, whole and partial. */
#ifndef BM_INCIDENT_DATE_H
#define BM_INCIDENT_DATE_H

#include "bordermap/incident.h"

/* Which of 05/06/1990 is the day. */
enum bm_day_order { BM_ORDER_UNKNOWN, BM_ORDER_DAY_FIRST, BM_ORDER_MONTH_FIRST };

struct bm_date {
    bm_day first, last; /* the first and the last possible day */
    bm_date_prec prec;
    /* Of dates like 25/12/1990: what this value alone proves; BM_ORDER_UNKNOWN with `either` set when both
     * readings are dates and differ. */
    enum bm_day_order proves;
    bool either;
};

/* 1990-12-26 (with any time behind it), 1990/12/26, 19901226, 1990-12, 1990, 26/12/1990, 26 December 1990,
 * Dec 26, 1990, 12/1990, 1990-12-00, and two of them with " to ", " - " or "/" between. Persian and Arabic
 * digits. Years 1700 to 2200. order decides 05/06/1990; BM_ORDER_UNKNOWN reads the day first. False if it is
 * no date. */
bool bm_date_parse(bm_str text, enum bm_day_order order, struct bm_date *out);
/* A date of parts, where 0 means not known. False if it is none. */
bool bm_date_of(int year, int month, int day, struct bm_date *out);
/* True for years that look like the Solar Hijri calendar of Iran and Afghanistan (1300 to 1499 at the front).
 */
bool bm_date_is_solar_hijri(bm_str text);

#endif
