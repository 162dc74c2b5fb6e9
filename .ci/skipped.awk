# Lists the tests that Surefire's and Failsafe's reports call skipped, each with its reason, and counts all of them.
# awk -f .ci/skipped.awk target/*-reports/TEST-*.xml
BEGIN { RS = "<" }

# What tests print lies in CDATA sections, and may look like a report.
/^!\[CDATA\[/ { quoted = 1 }
quoted { if (/]]>/) quoted = 0; next }

/^testcase[ >]/ { tests++; test = attribute("classname") " " attribute("name") }
/^skipped[ \/>]/ { skipped++; reason = attribute("message"); print "SKIPPED " test ": " (reason == "" ? "no reason given" : reason) }

END { printf "%d of %d tests were skipped\n", skipped, tests }

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
