// Where nothing is: sky, infinite depth, no label.
void main() {
    vec2 pixel = gl_FragCoord.xy - tile.xy - 0.5;
    vec3 direction = normalize((ray_from_pixel * vec4(pixel, 1.0, 0.0)).xyz);
    vec3 seen = in_fog(sky_toward(direction), 1e4, direction);
    out_rgb = vec4(clamp(in_rain(seen), 0.0, 1.0), 1.0);
    out_depth = uintBitsToFloat(0x7f800000u);
    out_label = -1;
#ifdef NORMALS
    out_normal = vec4(0.0);
#endif
#ifdef FLOW
    vec4 next_clip = next_clip_from_world * vec4(direction, 0.0);
    out_flow = flow_to(next_clip);
#endif
}
