# Lists the tests that Surefire's and Failsafe's reports call skipped, each with its reason, and counts all of them.
# awk -f .ci/skipped.awk target/*-reports/TEST-*.xml
BEGIN { RS = "<" }

# What tests print lies in CDATA sections, and may look like a report. So does the reason of a skipped test that has several lines.
/^!\[CDATA\[/ { quoted = 1; if (pending) tell(words($0)) }
quoted { if (/]]>/) quoted = 0; next }

/^testcase[ >]/ { tests++; test = attribute("classname") " " attribute("name") }
/^skipped[ \/>]/ { skipped++; pending = 1; if (attribute("message") != "") tell(attribute("message")) }
/^\/testcase/ && pending { tell("no reason given") }

END { printf "%d of %d tests were skipped\n", skipped, tests }

function tell(reason) {
  print "SKIPPED " test ": " reason
  pending = 0
}

# AssertJ puts what was assumed into brackets.
function words(quoted,    text) {
  text = substr(quoted, 9)
  sub(/\n\tat .*/, "", text)
  gsub(/[\n\r\t ]+/, " ", text)
  if (match(text, /\[[^\]]*\]/)) text = "not so: " substr(text, RSTART + 1, RLENGTH - 2)
  return text == "" ? "no reason given" : text
}

function attribute(name,    text) {
  if (!match($0, "[ \n]" name "=\"[^\"]*\"")) return ""
  text = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
  gsub(/&#1[03];|[\n\r\t]+/, " ", text)
  gsub(/&lt;/, "<", text)
  gsub(/&gt;/, ">", text)
  gsub(/&quot;/, "\"", text)
  gsub(/&apos;/, "'", text)
  gsub(/&amp;/, "\\&", text)
  return text
}
