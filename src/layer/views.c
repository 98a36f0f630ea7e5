/* The files that people look at. */
#include "layer/page.h"
#include "layer/picture.h"
#include "layer/qgis_project.h"
#include "layer/report.h"
#include "layer/writer.h"

const struct bm_view bm_views[] = {
    {BM_OUTPUT_HTML, "map.html", false, bm_page_write},
    {BM_OUTPUT_PNG, "map.png", false, bm_picture_png},
    {BM_OUTPUT_SVG, "map.svg", true, bm_picture_svg},
    {BM_OUTPUT_REPORT, "report.html", false, bm_report_write},
    {BM_OUTPUT_QGZ, "bordermap.qgz", false, bm_project_write},
    {0, NULL, false, NULL},
};
