#include "layer/classes.h"

#include <math.h>
#include <stdio.h>

/* From none to most; told apart in grey and with red-green blindness by width and lightness. */
static const uint32_t colors[BM_CLASSES_MAX] = {0x8A96A3, 0xF2C14E, 0xEE9A35, 0xDD6031, 0xB52B3C, 0x741541};
static const double widths_mm[BM_CLASSES_MAX] = {0.5, 0.9, 1.2, 1.6, 2.0, 2.4};

/* The i-th limit of the series 1, 2, 5 times ten to any power; i = 0 is 1. */
static double limit(int i)
{
    static const double steps[] = {1, 2, 5};
    int power = (int)floor(i / 3.0), step = i - 3 * power;

    return steps[step] * pow(10, power);
}

void bm_classes_upto(double most, struct bm_classes *out)
{
    int top = -6; /* 0.01 */

    while (limit(top) < most) top++;
    out->items[0] = (struct bm_class){0, 0, colors[0], widths_mm[0]};
    out->n = 1;
    if (most <= 0) return;
    for (int k = 1; k < BM_CLASSES_MAX; k++) {
        int at = top - (BM_CLASSES_MAX - 1) + k;

        out->items[k] = (struct bm_class){k == 1 ? 0 : limit(at - 1), limit(at), colors[k], widths_mm[k]};
    }
    out->n = BM_CLASSES_MAX;
}

void bm_classes_make(const bm_segment_stats *segments, size_t n, struct bm_classes *out)
{
    double most = 0;

    for (size_t i = 0; i < n; i++) most = fmax(most, segments[i].rate100);
    bm_classes_upto(most, out);
}

static void number(double value, char *out, size_t size)
{
    snprintf(out, size, value >= 1 ? "%lld" : "0.%02lld",
             (long long)llround(value >= 1 ? value : value * 100));
}

void bm_class_label(const struct bm_class *item, char out[64])
{
    char from[24], to[24];

    number(item->above, from, sizeof from);
    number(item->upto, to, sizeof to);
    if (item->upto <= 0)
        snprintf(out, 64, "none");
    else if (item->above <= 0)
        snprintf(out, 64, "up to %s", to);
    else
        snprintf(out, 64, "over %s to %s", from, to);
}

const struct bm_class *bm_classes_find(const struct bm_classes *classes, double rate100)
{
    for (size_t i = 0; i + 1 < classes->n; i++)
        if (rate100 <= classes->items[i].upto) return &classes->items[i];
    return &classes->items[classes->n - 1];
}
