/* Published points made coarse for the safety of victims and witnesses. */
#ifndef BM_PIPELINE_ROUND_H
#define BM_PIPELINE_ROUND_H

#include "bordermap/gazetteer.h"

/* Moves a row's point to the centre of its cell of a fixed grid of about km, widens the radius so that it holds
 * the true place, and leaves out what would give the place away: its names, ids and district, notes and input
 * columns that feed no field, all but one digit of the score; a coarse row keeps
 * its area. What is left depends on the cell, not on the point
 * in it. Rows without a point stay as they are. Before tagging, so that all that follows is of the cell too. */
void bm_round_row(double km, bm_incident *incident, bm_place *place);

#endif
