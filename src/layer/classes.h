/* Classes of incidents per 100 km, the same in every map: zero, and up to five with limits from the series 1,
 * 2, 5, 10, 20 ... so that another day's map has the same classes unless its maximum passes a limit. */
#ifndef BM_LAYER_CLASSES_H
#define BM_LAYER_CLASSES_H

#include "bordermap/layer.h"

enum { BM_CLASSES_MAX = 6 };
struct bm_class {
    double above, upto; /* above < rate100 <= upto; the first is 0 to 0 */
    uint32_t rgb;
    double width_mm;
};
struct bm_classes {
    struct bm_class items[BM_CLASSES_MAX];
    size_t n;
};
/* For values from 0 to most. */
void bm_classes_upto(double most, struct bm_classes *out);
/* For the segments of the statistics. */
void bm_classes_make(const bm_segment_stats *segments, size_t n, struct bm_classes *out);
/* "none", "up to 5", "over 5 to 10". */
void bm_class_label(const struct bm_class *item, char out[64]);
/* The class of a rate. */
const struct bm_class *bm_classes_find(const struct bm_classes *classes, double rate100);

#endif
