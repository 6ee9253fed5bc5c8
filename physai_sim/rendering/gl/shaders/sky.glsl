// Its colour by height above the horizon.
vec3 sky_toward(vec3 direction) {
    float up = clamp(direction.z, 0.0, 1.0);
    vec3 horizon = mix(sky.rgb, vec3(max(max(sky.r, sky.g), sky.b)), 0.45);
    return mix(horizon, sky.rgb * 0.92, smoothstep(0.0, 0.45, up));
}
