<?xml version="1.0" encoding="utf-8" ?>
<!DOCTYPE ogr:FeatureCollection [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;"><!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;"><!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;"><!ENTITY lol4 "&lol3;&lol3;&lol3;&lol3;&lol3;&lol3;&lol3;&lol3;&lol3;&lol3;"><!ENTITY lol5 "&lol4;&lol4;&lol4;&lol4;&lol4;&lol4;&lol4;&lol4;&lol4;&lol4;"><!ENTITY lol6 "&lol5;&lol5;&lol5;&lol5;&lol5;&lol5;&lol5;&lol5;&lol5;&lol5;"><!ENTITY lol7 "&lol6;&lol6;&lol6;&lol6;&lol6;&lol6;&lol6;&lol6;&lol6;&lol6;"><!ENTITY lol8 "&lol7;&lol7;&lol7;&lol7;&lol7;&lol7;&lol7;&lol7;&lol7;&lol7;"><!ENTITY lol9 "&lol8;&lol8;&lol8;&lol8;&lol8;&lol8;&lol8;&lol8;&lol8;&lol8;">]>
<ogr:FeatureCollection
     gml:id="aFeatureCollection"
     xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
     xsi:schemaLocation="http://ogr.maptools.org/ b.xsd"
     xmlns:ogr="http://ogr.maptools.org/"
     xmlns:gml="http://www.opengis.net/gml/3.2">
  <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>30.18 62.2</gml:lowerCorner><gml:upperCorner>34.5 69.2</gml:upperCorner></gml:Envelope></gml:boundedBy>
                                                                                                                                                                 
  <ogr:featureMember>
    <ogr:in gml:id="in.0">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>30.18 66.99</gml:lowerCorner><gml:upperCorner>30.18 66.99</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Point srsName="urn:ogc:def:crs:EPSG::4326" gml:id="in.geom.0"><gml:pos>30.18 66.99</gml:pos></gml:Point></ogr:geometryProperty>
      <ogr:id>1</ogr:id>
      <ogr:place>&lol9;</ogr:place>
      <ogr:country>Pakistan</ogr:country>
      <ogr:date>2024-01-02</ogr:date>
      <ogr:killed>3</ogr:killed>
      <ogr:lon>66.99</ogr:lon>
      <ogr:lat>30.18</ogr:lat>
    </ogr:in>
  </ogr:featureMember>
  <ogr:featureMember>
    <ogr:in gml:id="in.1">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>34.5 69.2</gml:lowerCorner><gml:upperCorner>34.5 69.2</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Point srsName="urn:ogc:def:crs:EPSG::4326" gml:id="in.geom.1"><gml:pos>34.5 69.2</gml:pos></gml:Point></ogr:geometryProperty>
      <ogr:id>2</ogr:id>
      <ogr:place>Kabul</ogr:place>
      <ogr:country>Afghanistan</ogr:country>
      <ogr:date>2024-01-03</ogr:date>
      <ogr:killed>1</ogr:killed>
      <ogr:lon>69.2</ogr:lon>
      <ogr:lat>34.5</ogr:lat>
    </ogr:in>
  </ogr:featureMember>
  <ogr:featureMember>
    <ogr:in gml:id="in.2">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>34.3 62.2</gml:lowerCorner><gml:upperCorner>34.3 62.2</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Point srsName="urn:ogc:def:crs:EPSG::4326" gml:id="in.geom.2"><gml:pos>34.3 62.2</gml:pos></gml:Point></ogr:geometryProperty>
      <ogr:id>3</ogr:id>
      <ogr:place>Herat</ogr:place>
      <ogr:country>Afghanistan</ogr:country>
      <ogr:date>2024-01-04</ogr:date>
      <ogr:killed>0</ogr:killed>
      <ogr:lon>62.2</ogr:lon>
      <ogr:lat>34.3</ogr:lat>
    </ogr:in>
  </ogr:featureMember>
</ogr:FeatureCollection>
