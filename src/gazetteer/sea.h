/* Seas, gulfs and straits by name: geodata/seas.csv. */
#ifndef BM_GAZETTEER_SEA_H
#define BM_GAZETTEER_SEA_H

#include "bordermap/gazetteer.h"

/* "Gulf of Oman", "in the Arabian Sea", "تنگه هرمز": the outcome, an area with UCDP's code for waters. False
 * if the text is no sea. */
bool gz_sea(bm_str text, bm_place *out);

#endif
