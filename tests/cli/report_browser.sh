# report.html in a real browser: tables sort by number and by name, nothing sticks out of a phone's screen, no script fails.
source "$(dirname "$0")/lib.bash"
command -v chromium >/dev/null || { echo "skipped: no chromium"; exit 77; }
{
    echo 'date,place,country,lat,lon,event_type,killed'
    for i in 1 2 3 4 5 6 7 8 9; do
        echo "2021-05-0$i,Taftan,Pakistan,28.9$i,61.4$i,raid,1000"
        echo "2019-0$i-01,Chaman,Pakistan,30.9$i,66.4$i,bomb,9"
        [ $i -gt 2 ] || echo "2020-0$i-01,Quetta,Pakistan,30.2$i,67.0$i,ambush,"
    done
} > "$work/in.csv"
exits 0 "$bordermap" map "$work/in.csv" -o "$work/out.d" -q --draws 99 --outputs report
# the same page with a script that does what a reader does and puts what it saw into the title
sed 's/<\/body>.*//' "$work/out.d/report.html" > "$work/page.html"
cat >> "$work/page.html" <<'E2'
<script>
var faults = [];
window.addEventListener("error", function (e) { faults.push(e.message); });
function column(table, c) { return Array.prototype.map.call(table.tBodies[0].rows, function (row) { return row.cells[c].textContent; }).join(" "); }
var seen = [], tables = document.querySelectorAll("table.sorts");
tables.forEach(function (table) {
  var heads = table.tHead.rows[0].cells;
  if (heads[0].textContent !== "Type of event") return;
  var last = heads.length - 1;
  for (var i = 0; i !== 2; i++) { heads[last].querySelector("button").click(); seen.push(column(table, 0)); }
  heads[0].querySelector("button").click(); seen.push(column(table, 0) + " " + heads[0].getAttribute("aria-sort"));
});
document.title = seen.join(" / ") + " / " + (document.documentElement.scrollWidth > window.innerWidth ? "wider" : "fits") + " / " + faults.length;
</script></body></html>
E2
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --user-data-dir="$work/chromium" --window-size=390,800 --dump-dom "file://$work/page.html" > "$work/dom" 2> "$work/chromium.log" ||
    { echo "skipped: chromium does not start here"; exit 77; }
is "what the reader saw" "$(grep -o '<title>[^<]*</title>' "$work/dom" | head -1)" \
    "<title>raid bomb ambush / bomb raid ambush / ambush bomb raid ascending / fits / 0</title>"
