/* The outputs by name. */
#include "bordermap/layer.h"

#include <string.h>

static const struct {
    const char *name;
    unsigned bit;
} outputs[] = {
    {"geojson", BM_OUTPUT_GEOJSON}, {"shp", BM_OUTPUT_SHP},     {"gpkg", BM_OUTPUT_GPKG},
    {"fgb", BM_OUTPUT_FGB},         {"stats", BM_OUTPUT_STATS}, {"png", BM_OUTPUT_PNG},
    {"svg", BM_OUTPUT_SVG},         {"html", BM_OUTPUT_HTML},   {"qgz", BM_OUTPUT_QGZ},
    {"report", BM_OUTPUT_REPORT},
    {"table", BM_OUTPUT_TABLE},
};

unsigned bm_output_from_name(const char *name)
{
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++)
        if (strcmp(outputs[i].name, name) == 0) return outputs[i].bit;
    return 0;
}

const char *bm_output_names(void)
{
    return "geojson,shp,gpkg,fgb,qgz,html,png,svg,report,stats,table";
}
