/* Rough boxes of countries, good enough to see that longitude and latitude were exchanged. */
#ifndef BM_INCIDENT_COUNTRY_BOX_H
#define BM_INCIDENT_COUNTRY_BOX_H

#include <stdbool.h>

/* True if the point lies outside the country's box (a degree of margin) and would lie inside it with
 * longitude and latitude exchanged. False for a country that is not in the table. */
bool bm_coordinates_exchanged(const char *iso3, double lon_deg, double lat_deg);

#endif
