// Depth as the sun sees it.
in vec3 position;
in mat4 model;

void main() {
    gl_Position = shadow_from_world * (model * vec4(position, 1.0));
}
