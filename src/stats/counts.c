#include "bordermap/stats.h"

void bm_counts_add_row(bm_counts *counts, const bm_row *row)
{
    counts->status[row->place->status]++;
    counts->by_match[row->place->match]++;
    counts->fell_back += row->place->fell_back;
    counts->off_day += row->tag && row->tag->off_day;
}

void bm_counts_merge(bm_counts *into, const bm_counts *from)
{
    into->read += from->read;
    for (int i = 0; i < BM_PLACE_STATUS_COUNT; i++) into->status[i] += from->status[i];
    into->rejected += from->rejected;
    into->filtered += from->filtered;
    into->fell_back += from->fell_back;
    into->off_day += from->off_day;
    for (int i = 0; i <= BM_MATCH_AREA; i++) into->by_match[i] += from->by_match[i];
}
