# What `cmake --install` puts where: program, libraries, headers, their pkg-config file and CMake package, manual
# pages, completion, documents. The data are installed by geodata/.
include(CMakePackageConfigHelpers)

# The shared library: the same objects; only what the public headers declare can be linked with.
file(GLOB public_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/bordermap/*.h)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${public_headers})
set(exported)
foreach(header IN LISTS public_headers)
  file(READ ${header} text)
  string(REGEX MATCHALL "[ *]bm_[a-z0-9_]+\\(" names "${text}")
  list(APPEND exported ${names})
endforeach()
list(TRANSFORM exported REPLACE "[^a-z0-9_]" "")
list(REMOVE_DUPLICATES exported)
list(SORT exported)
list(JOIN exported ";\n    " exported)
set(export_file ${CMAKE_CURRENT_BINARY_DIR}/exported.map)
file(CONFIGURE OUTPUT ${export_file} CONTENT "{\nglobal:\n    ${exported};\nlocal:\n    *;\n};\n" @ONLY)
add_library(bordermap_shared SHARED ${bordermap_objects})
set_target_properties(bordermap_shared PROPERTIES OUTPUT_NAME bordermap VERSION ${PROJECT_VERSION}
  SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR} LINK_DEPENDS ${export_file})
target_include_directories(bordermap_shared INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(bordermap_shared PRIVATE ${bordermap_uses})
target_link_options(bordermap_shared PRIVATE LINKER:--version-script=${export_file} LINKER:--no-undefined
                    LINKER:--build-id=sha1)
target_link_options(bordermap_program PRIVATE LINKER:--build-id=sha1)

# Manual pages and completion, from the tables behind --help.
add_executable(docs_gen cli/gen/docs_gen.c cli/gen/man_gen.c cli/gen/completion_gen.c $<TARGET_OBJECTS:bm_cli>)
target_include_directories(docs_gen PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(docs_gen PRIVATE bordermap bordermap_flags)
set_target_properties(docs_gen PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
set(docs ${PROJECT_BINARY_DIR}/docs)
add_custom_command(OUTPUT ${docs}/made
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${docs}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${docs}/man ${docs}/completion
  COMMAND docs_gen man ${docs}/man
  COMMAND docs_gen completion ${docs}/completion
  COMMAND ${CMAKE_COMMAND} -E touch ${docs}/made
  DEPENDS docs_gen VERBATIM COMMENT "writing manual pages and completion")
add_custom_target(bordermap_docs ALL DEPENDS ${docs}/made)

install(TARGETS bordermap_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(PROGRAMS ${PROJECT_SOURCE_DIR}/scripts/fetch_geonames DESTINATION ${CMAKE_INSTALL_BINDIR}
        RENAME bordermap-fetch-geonames)
install(FILES ${PROJECT_SOURCE_DIR}/geodata/areas.geojson.xz DESTINATION ${CMAKE_INSTALL_DATADIR}/bordermap)
install(TARGETS bordermap_shared EXPORT bordermap-targets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS bordermap EXPORT bordermap-static-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${public_headers} ${PROJECT_BINARY_DIR}/include/bordermap/version.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/bordermap)
install(DIRECTORY ${docs}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${docs}/completion/bordermap DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${docs}/completion/_bordermap DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${docs}/completion/bordermap.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/geodata/BORDERS.md
              ${PROJECT_SOURCE_DIR}/geodata/LICENSES.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

# For programs that use the library. Its folder moves with the prefix.
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/bordermap)
install(EXPORT bordermap-targets NAMESPACE bordermap:: DESTINATION ${package_dir})
install(EXPORT bordermap-static-targets NAMESPACE bordermap:: DESTINATION ${package_dir})
set(data_install_dir ${CMAKE_INSTALL_DATADIR}/bordermap)
configure_package_config_file(package/bordermap-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/bordermap-config.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS data_install_dir)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/bordermap-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/bordermap-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/bordermap-config-version.cmake DESTINATION ${package_dir})
file(RELATIVE_PATH prefix_from_pc "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
string(REGEX REPLACE "/$" "" prefix_from_pc "${prefix_from_pc}")
configure_file(package/bordermap.pc.in ${CMAKE_CURRENT_BINARY_DIR}/bordermap.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/bordermap.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
