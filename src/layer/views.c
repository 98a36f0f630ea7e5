/* The files that people look at. */
#include "layer/page.h"
#include "layer/picture.h"
#include "layer/qgis_project.h"
#include "layer/report.h"
#include "layer/writer.h"

const struct bm_view bm_views[] = {
    {BM_OUTPUT_HTML, "map.html", bm_page_write},
    {BM_OUTPUT_PNG, "map.png", bm_picture_png},
    {BM_OUTPUT_SVG, "map.svg", bm_picture_svg},
    {BM_OUTPUT_REPORT, "report.html", bm_report_write},
    {BM_OUTPUT_QGZ, "bordermap.qgz", bm_project_write},
    {0, NULL, NULL},
};
