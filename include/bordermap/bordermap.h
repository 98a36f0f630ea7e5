/* bordermap: everything. See each header for its noun. */
#ifndef BORDERMAP_BORDERMAP_H
#define BORDERMAP_BORDERMAP_H

#include "status.h"
#include "ctx.h"
#include "issue.h"
#include "geo.h"
#include "incident.h"
#include "value.h"
#include "gazetteer.h"
#include "border.h"
#include "stats.h"
#include "layer.h"
#include "pipeline.h"
#include "bordermap/version.h"

#endif
