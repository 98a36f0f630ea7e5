# cpack -G DEB: one package with program, data, library and headers.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME bordermap)
set(CPACK_PACKAGE_CONTACT "The bordermap authors <bordermap@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
"Reads incident records that name places, finds the places in a gazetteer in
any script, ties each to a segment of an international border with exact
geodesic distances, and writes layers for QGIS, a page, pictures and
statistics.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd) # 200 MB of compiled data: seconds, where xz takes minutes
# Linked libraries are found by dpkg-shlibdeps; those that are opened at need, by the package that owns the file.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
find_program(DPKG_QUERY dpkg-query)
set(opened fonts-dejavu-core)
get_target_property(gdal_place GDAL::GDAL LOCATION)
foreach(file IN ITEMS ${gdal_place} ${cairo_file})
  get_filename_component(real "${file}" REALPATH)
  string(REGEX REPLACE "^/lib/" "/usr/lib/" real "${real}")
  if(DPKG_QUERY)
    execute_process(COMMAND ${DPKG_QUERY} -S ${real} OUTPUT_VARIABLE owner ERROR_QUIET)
    if(owner MATCHES "^([a-z0-9.+-]+)")
      list(APPEND opened ${CMAKE_MATCH_1})
    endif()
  endif()
endforeach()
list(JOIN opened ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "curl, jq, unzip, xz-utils") # bordermap-fetch-geonames
set(CPACK_DEBIAN_PACKAGE_SUGGESTS qgis)
include(CPack)
