// Fog, rain and snow in the air; what lies on surfaces is in scene.frag.
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

// Flakes of three sizes that sway as they fall, the large ones near the lens and fast.
vec3 in_snow(vec3 seen) {
    vec2 at = (gl_FragCoord.xy - tile.xy) / tile.w;
    float white = 0.0;
    for (int layer = 0; layer < 3; ++layer) {
        float size = 0.085 / (1.0 + 0.9 * layer);
        vec2 spot = vec2(at.x, at.y - axis.w * (0.42 - 0.1 * layer)) / size + 17.0 * layer;
        spot.x += 0.3 * sin(0.9 * spot.y + axis.w);
        vec2 cell = floor(spot);
        vec2 middle = 0.25 + 0.5 * vec2(hash(cell + 0.5), hash(cell + 31.5));
        float falls = step(1.0 - 0.8 * lamps.w, hash(cell + 7.5));
        float radius = 0.10 + 0.09 * hash(cell + 3.5);
        white += falls * smoothstep(radius, 0.4 * radius, length(spot - cell - middle));
    }
    float bright = max(max(sky.r, sky.g), sky.b);
    return mix(seen, vec3(0.15 + 0.85 * bright), 0.85 * min(white, 1.0));
}
