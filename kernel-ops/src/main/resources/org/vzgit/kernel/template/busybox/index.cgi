#!/bin/sh
# httpd runs this for / when there is no index.html. The name is asked each time: it may change live.
printf 'Content-Type: text/html\r\n\r\n'
name=$(hostname)
printf '<!DOCTYPE html>\n<title>%s</title>\n<h1>%s</h1>\n' "$name" "$name"
