// Light on surfaces: sun with its shadow, sky, lamps; wetness; then fog and rain in front.
layout(binding = 0) uniform sampler2DShadow shadow_map;

float sunshine(vec3 normal) {
    float facing = max(dot(normal, sun.xyz), 0.0);
#ifdef SHADOW
    // Looked up a little off the surface, or it would shade itself.
    vec3 at = (shadow_from_world * vec4(place + normal * lamps.y, 1.0)).xyz * 0.5 + 0.5;
    vec3 out_of_map = step(vec3(1.0), abs(at * 2.0 - 1.0));
    facing *= max(texture(shadow_map, at), min(out_of_map.x + out_of_map.y + out_of_map.z, 1.0));
#endif
    return facing;
}

#ifdef LAMPS
vec3 lamplight(vec3 normal) {
    vec3 sum = vec3(0.0);
    for (int k = 0; k < int(lamps.x); ++k) {
        vec3 way = place - lamp_place[k].xyz;
        float far = length(way);
        float inside = smoothstep(0.80, 0.97, dot(way / far, lamp_axis[k].xyz));
        float facing = 0.3 + 0.7 * max(dot(normal, -way / far), 0.0);
        sum += vec3(1.0, 0.95, 0.82) * inside * facing * 14.0 / (6.0 + 0.11 * far * far);
    }
    return sum;
}
#endif

#ifdef WET
// Water darkens a surface and mirrors the sky, most of all in puddles and at a flat angle.
vec3 wetted(vec3 seen, vec3 normal, vec3 ray) {
    float puddle = smoothstep(0.45, 0.65, noise(place.xy * 0.35) * 0.6 + noise(place.xy * 1.3) * 0.4);
    float wet = light.w * step(0.7, normal.z) * mix(0.35, 1.0, puddle);
    float fresnel = 0.04 + 0.96 * pow(1.0 - clamp(-dot(ray, normal), 0.0, 1.0), 5.0);
    return mix(seen * (1.0 - 0.4 * wet), sky_toward(reflect(ray, normal)), wet * min(fresnel * 1.6, 0.85));
}
#endif

void main() {
    vec3 ray = place - eye.xyz;
    float distance = length(ray);
    ray /= distance;
    vec3 normal = normalize(face_normal);
    if (dot(normal, ray) > 0.0) normal = -normal;
    vec3 base = patterned(color.rgb);

    float lit = sunshine(normal);
    float open_sky = 0.5 + 0.5 * normal.z;
    vec3 falling = vec3(light.x * mix(0.80, 1.0, open_sky) + light.y * lit);
#ifdef LAMPS
    falling += lamplight(normal);
#endif
    vec3 seen = base * falling;
    vec3 half_way = normalize(sun.xyz - ray);
    float gloss = max(dot(normal, half_way), 0.0);
    gloss *= gloss;
    gloss *= gloss;
    gloss *= gloss;
    gloss *= gloss;
    seen += sun.w * lit * gloss * gloss;

#ifdef WET
    if (surface.w > 0) seen = wetted(seen, normal, ray);
#endif
    seen = in_rain(in_fog(seen, distance, ray));
    out_rgb = vec4(clamp(seen, 0.0, 1.0), 1.0);
    out_depth = dot(place - eye.xyz, axis.xyz);
    out_label = surface.x;
#ifdef NORMALS
    out_normal = vec4(normal, 0.0);
#endif
#ifdef FLOW
    out_flow = flow_to(next_clip);
#endif
}
