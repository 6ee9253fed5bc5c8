// Fog and rain.
vec3 in_fog(vec3 seen, float distance) {
    return mix(sky_low(), seen, exp(-light.z * distance));
}

// Streaks that fall past the lens; they depend on the pixel and on the time alone.
vec3 in_rain(vec3 seen) {
    vec2 at = (gl_FragCoord.xy - tile.xy) / tile.w;
    float bright = 0.0;
    for (int layer = 0; layer < 3; ++layer) {
        float width = 0.006 + 0.004 * layer;
        vec2 cell = vec2((at.x + 0.06 * at.y) / width, at.y / 0.22);
        float column = floor(cell.x);
        float drop = hash(vec2(column, 7.0 + layer));
        float row = cell.y - axis.w * (9.0 + 5.0 * drop) + 31.0 * drop;
        float falls = step(1.0 - 0.45 * sky.w, hash(vec2(column, floor(row))));
        float thin = 1.0 - abs(fract(cell.x) * 2.0 - 1.0);
        float part = fract(row);
        bright += falls * thin * smoothstep(0.0, 0.7, part) * step(part, 0.8);
    }
    seen = mix(seen, vec3(0.25) + 0.6 * sky.rgb, 0.35 * min(bright, 1.0));
    return seen;
}
