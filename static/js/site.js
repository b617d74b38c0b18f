// The scripts of every page. collectstatic stores them as one file (zhaoshang/bundles.py).
import "./page.js";
import "./search.js";
import "./visit.js";
