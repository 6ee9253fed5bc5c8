float hash(vec2 cell) {
    vec3 p = fract(vec3(cell.xyx) * 0.1031);
    p += dot(p, p.yzx + 33.33);
    return fract((p.x + p.y) * p.z);
}

// Smooth noise in 0..1 with one bump for each unit.
float noise(vec2 at) {
    vec2 cell = floor(at), part = at - cell;
    part *= part * (3.0 - 2.0 * part);
    float low = mix(hash(cell), hash(cell + vec2(1, 0)), part.x);
    float high = mix(hash(cell + vec2(0, 1)), hash(cell + vec2(1, 1)), part.x);
    return mix(low, high, part.y);
}

float noise(float at) {
    float cell = floor(at), part = at - cell;
    return mix(hash(vec2(cell, 3.0)), hash(vec2(cell + 1.0, 3.0)), part * part * (3.0 - 2.0 * part));
}
